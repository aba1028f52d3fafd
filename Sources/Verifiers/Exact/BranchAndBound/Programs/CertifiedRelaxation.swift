/// A relaxation as certificates need it: the program that certified values are computed on, and where every unstable ReLU
/// stands in it.
struct CertifiedRelaxation: Sendable {
    let program: CertifiedProgram
    let placements: [ReLUPlacement]
    /// Rows of planes of later ReLUs, the last ones.
    let planeCount: Int

    /// - Complexity: one pass over the program, whose columns are sorted.
    init(_ model: RelaxationModel, _ planes: [HiddenPlane] = []) {
        var program = model.program
        for plane in planes {
            program.addRow(model.inColumns(plane.excess(model.reduced.unstable[plane.unit])), .atMost, plane.constant)
        }
        self.program = CertifiedProgram(program, ball: model.reduced.region.twoBall)
        placements = model.placements
        planeCount = planes.count
    }
}
