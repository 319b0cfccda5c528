import CaseRecord

extension FactMaker {
    /// A fact for each factor found at the end of each assessment, once however often it is said.
    ///
    /// Source: children in need census, item N00181.
    func needs() -> [CountedFact] {
        let started = Dictionary(history.assessments.map { ($0.data.assessment, $0) }) { first, _ in first }
        return history.authorisations.sorted { $0.value.position < $1.value.position }.flatMap { name, authorised in
            let assessment = started[name]
            var met: Set<String> = []
            return authorised.data.factors.map(\.code).filter { met.insert($0).inserted }.map { code in
                var fact = fact(
                    .need, "\(name.text)/\(code)", began: authorised.event, held: authorised.event, at: authorised.at,
                    referral: assessment.flatMap(history.referral))
                fact.variant = code
                return fact
            }
        }
    }
}
