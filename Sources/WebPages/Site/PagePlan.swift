/// How a page is made: what the daemon is asked, and what becomes of the answers. It does nothing itself.
public struct PagePlan: Sendable {
    /// What is asked, in order.
    public let questions: [Question]
    private let make: @Sendable ([Answer]) -> PageReply
    private let site: Site
    private let caller: PageCaller

    init(
        _ site: Site, _ caller: PageCaller, _ questions: [Question],
        reply make: @escaping @Sendable ([Answer]) -> PageReply
    ) {
        self.site = site
        self.caller = caller
        self.questions = questions
        self.make = make
    }

    /// A plan whose answers become a page of HTML.
    init(
        _ site: Site, _ caller: PageCaller, _ questions: [Question], _ page: @escaping @Sendable ([Answer]) -> Page
    ) {
        self.init(site, caller, questions) { site.reply(page($0), for: caller) }
    }

    /// Whether there is no page, whatever else is asked, because of what was answered last.
    public func ends(with answers: [Answer]) -> Bool {
        guard let last = answers.last, questions.indices.contains(answers.count - 1) else { return false }
        return questions[answers.count - 1].isNeeded && !last.isGiven
    }

    /// The page that the answers make, or why there is none.
    public func reply(to answers: [Answer]) -> PageReply {
        if let last = answers.last, ends(with: answers) { return site.refusal(last, for: caller) }
        guard answers.count == questions.count else {
            return site.failure("The daemon was not asked all.", for: caller)
        }
        return make(answers)
    }
}
