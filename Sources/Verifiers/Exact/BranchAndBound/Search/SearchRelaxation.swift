/// One relaxation ready to be searched: as programs, as a system for dual ascent, as what certificates are computed on, and
/// with upper planes where these take the place of triangles. All four are made of one reduced network.
package struct SearchRelaxation: Sendable {
    package let model: RelaxationModel
    package let system: ReLUSystem
    let certified: CertifiedRelaxation
    /// Upper planes that stand in for the triangles of the first ReLUs.
    let planes: InputPlanes?

    /// - Parameters:
    ///   - model: the relaxed encoding, of a network whose activations are ReLUs.
    ///   - planes: of the model's network, where they take the place of triangles.
    package init(_ model: RelaxationModel, planes: InputPlanes? = nil) {
        self.model = model
        system = ReLUSystem(model.reduced)
        certified = CertifiedRelaxation(model)
        self.planes = planes
    }

    /// Planes of later ReLUs in single precision.
    package func systemPlanes(_ planes: [HiddenPlane]) -> SystemPlanes {
        SystemPlanes(
            planes.map(\.unit), slopes: planes.map { objective($0.slopes) }, constants: planes.map(\.constant),
            stages: system.stages)
    }

    package var network: ReducedNetwork { model.reduced }

    /// `function` of the network's variables, to be minimised.
    package func objective(_ function: LinearFunction) -> SystemObjective {
        system.objective(network.substituted(function), exact: model.inColumns(function))
    }

    /// The margin f_y − f_k.
    package func margin(label: Int, adversarial: Int) -> SystemObjective {
        objective(network.margin(label: label, adversarial: adversarial))
    }

    /// What certifies bounds on `objective`.
    ///
    /// - Parameter hidden: planes of later ReLUs, in the order of their rows in a batch.
    package func certificate(_ objective: LinearFunction, _ hidden: [HiddenPlane] = []) -> LeafCertificate {
        LeafCertificate(
            relaxation: hidden.isEmpty ? certified : CertifiedRelaxation(model, hidden), objective: objective,
            planes: planes)
    }
}
