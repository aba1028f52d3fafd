/// A reader under fuzzing.
enum FuzzTarget: String, CaseIterable {
    case pth, npz, npy, mat, safetensors, onnx, idx, cifar, yaml, proofs, outcomes, rows, properties

    /// Gives the bytes to the reader. Faults that it throws are right; anything that ends the process is a finding.
    func run(_ bytes: [UInt8]) {
        switch self {
        case .pth: NetworkTargets.pth(bytes)
        case .npz: NetworkTargets.npz(bytes)
        case .npy: ImageTargets.npy(bytes)
        case .mat: NetworkTargets.mat(bytes)
        case .safetensors: NetworkTargets.safetensors(bytes)
        case .onnx: NetworkTargets.onnx(bytes)
        case .idx: ImageTargets.idx(bytes)
        case .cifar: ImageTargets.cifar(bytes)
        case .yaml: SuiteTarget.read(bytes)
        case .proofs: ProofTarget.check(bytes)
        case .outcomes: OutcomeTarget.read(bytes)
        case .rows: RowTarget.decode(bytes)
        case .properties: PropertyTarget.read(bytes)
        }
    }

    /// Small inputs to begin with, most of them whole and right.
    func seeds() throws -> [[UInt8]] {
        switch self {
        case .pth: try NetworkSeeds.pth()
        case .npz: try NetworkSeeds.npz()
        case .npy: NetworkSeeds.arrays.map(\.fileBytes)
        case .mat: NetworkSeeds.mat
        case .safetensors: try NetworkSeeds.safetensors()
        case .onnx: try NetworkSeeds.onnx()
        case .idx: ImageTargets.idxSeeds
        case .cifar: ImageTargets.cifarSeeds
        case .yaml: SuiteTarget.seeds
        case .proofs: try ProofTarget.seeds()
        case .outcomes: try OutcomeTarget.seeds()
        case .rows: RowTarget.seeds
        case .properties: PropertyTarget.seeds
        }
    }
}
