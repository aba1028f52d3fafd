print("verigap")
