import Networks

/// Weights that a file keeps in parts, from which PyTorch computes them at every forward pass.
enum Reparametrisation {
    private static let kinds: [(ending: String, what: String, remedy: String)] = [
        (
            ".original0", "a parametrisation (weight normalisation)",
            "torch.nn.utils.parametrize.remove_parametrizations(module, 'weight')"
        ),
        (
            ".original", "a parametrisation", "torch.nn.utils.parametrize.remove_parametrizations(module, 'weight')"
        ),
        ("_g", "a weight normalisation", "torch.nn.utils.remove_weight_norm(module)"),
        ("_v", "a weight normalisation", "torch.nn.utils.remove_weight_norm(module)"),
        ("_u", "a spectral normalisation", "torch.nn.utils.remove_spectral_norm(module)"),
        ("_mask", "a pruned layer", "torch.nn.utils.prune.remove(module, 'weight')"),
        ("_orig", "a pruned or normalised layer", "torch.nn.utils.prune.remove(module, 'weight')"),
        ("_packed_params", "a quantised layer", "export the network before it is quantised"),
    ]

    /// Throws a fault that names the first tensor of this sort, and what to do in PyTorch before saving.
    static func refuse(in file: TensorFile) throws(NetworkFileFault) {
        for tensor in file.tensors {
            for kind in kinds where isPart(tensor.name, kind.ending) {
                throw .architecture(
                    path: file.path,
                    message:
                        "tensor '\(tensor.name)' belongs to \(kind.what): the file does not hold the weight itself",
                    hint: kind.remedy.hasPrefix("torch")
                        ? "make the weight plain before saving: \(kind.remedy)" : kind.remedy)
            }
        }
    }

    /// Whether the part before `ending` is a weight or bias: `0.weight_g`, `0.parametrizations.weight.original0`.
    private static func isPart(_ name: String, _ ending: String) -> Bool {
        guard name.hasSuffix(ending) else { return false }
        if ending == "_packed_params" { return true }
        let stem = name.dropLast(ending.count)
        return stem.hasSuffix("weight") || stem.hasSuffix("bias")
    }
}
