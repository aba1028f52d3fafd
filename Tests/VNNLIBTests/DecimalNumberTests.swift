import Testing
import VNNLIB
