import StrictJSON

/// What is shown where there is no page.
enum ProblemPage {
    /// What the daemon refused, as its problem document says (RFC 9457).
    static func refusal(_ answer: Answer, _ caller: PageCaller?) -> Page {
        let problem = try? JSONValue(parsing: answer.body)
        var page = Page(
            title: problem?.text("title") ?? "The daemon answered \(answer.status)", trail: [("Start", .front)],
            status: (400...599).contains(answer.status) ? answer.status : 502)
        if let detail = problem?.text("detail") { page.lead = [Inline(detail)] }
        let faults: [Line] = (problem?.items("errors") ?? []).map { error in
            [.strong(error.text("pointer") ?? ""), Inline(" " + (error.text("reason") ?? ""))]
        }
        if !faults.isEmpty { page.blocks.append(.list(faults)) }
        if answer.status == 403, let caller {
            page.blocks.append(
                .paragraph([
                    Inline(
                        "\(caller.sentence) Who may see what stands in the access file; whoever looks after caselog here "
                            + "can change it.")
                ]))
        }
        if answer.status == 404 {
            page.blocks.append(
                .paragraph(["A record that you may not see gives this answer, too: nobody is told that there is one."]))
        }
        return page
    }

    /// The daemon could not be asked.
    static func unreachable(_ why: String) -> Page {
        Page(
            title: "The daemon does not answer", lead: [Inline(why)], trail: [("Start", .front)],
            blocks: [.paragraph(["Nothing is lost by that. When it answers again, load this page once more."])],
            status: 503)
    }
}
