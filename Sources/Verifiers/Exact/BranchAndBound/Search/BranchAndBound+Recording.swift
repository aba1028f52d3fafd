/// Leaves of proofs, which are the smaller the fewer digits they have.
extension BranchAndBound {
    /// A leaf with weights of planes in few digits where that closes the domain, too, with its certified bound.
    ///
    /// - Parameter bound: what single precision says of the leaf as it is.
    mutating func inFewDigits(
        _ splits: [Int8], _ leaf: LeafMultipliers, _ bound: Float
    ) -> (leaf: LeafMultipliers, bound: Double)? {
        guard shortening.isWorthwhile(Double(bound) - threshold), let coarse = certificate.coarse(leaf, splits)
        else { return nil }
        let certified = certificate.bound(splits, coarse)
        shortening.note(loss: Double(bound) - certified)
        return certified > threshold ? (coarse, certified) : nil
    }

    /// Takes down an open domain's leaf whose bound is `bound`, in few digits where its bound then is no smaller than those of others.
    func take(_ splits: [Int8], _ leaf: LeafMultipliers, _ bound: Double, least: Double) {
        guard let record else { return }
        var kept = leaf
        if bound > least, let coarse = certificate.coarse(leaf, splits), certificate.bound(splits, coarse) >= least {
            kept = coarse
        }
        record.close(splits, certificate.proofLeaf(splits, kept))
    }
}
