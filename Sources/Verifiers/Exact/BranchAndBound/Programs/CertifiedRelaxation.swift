/// A relaxation as certificates need it: the program that certified values are computed on, and where every unstable ReLU
/// stands in it.
struct CertifiedRelaxation: Sendable {
    let program: CertifiedProgram
    let placements: [ReLUPlacement]

    /// - Complexity: one pass over the program, whose columns are sorted.
    init(_ model: RelaxationModel) {
        program = CertifiedProgram(model.program, ball: model.reduced.region.twoBall)
        placements = model.placements
    }
}
