import HTMLText

extension Page {
    /// The page as a document of a site whose pages stand below that path, for that reader.
    ///
    /// What makes a page usable without a mouse, without colours and by a screen reader is here, so that no page is without
    /// it: one main heading, headings in order, a link past the navigation, names for every part of it.
    func html(below prefix: String, for caller: PageCaller?) -> String {
        var html = HTMLText()
        html.open("!DOCTYPE html")
        html.element("html", ["lang": "en-GB"]) { html in
            html.element("head") { html in
                html.open("meta", ["charset": "utf-8"])
                html.open("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
                html.open("meta", ["name": "color-scheme", "content": "light dark"])
                html.element("title", title + " - caselog")
                html.open("link", ["rel": "stylesheet", "href": Site.stylePath])
            }
            html.element("body") { html in
                html.element("a", "Skip to the content", ["class": "skip", "href": "#content"])
                html.element("header") { writeNavigation(to: &$0, prefix, caller) }
                html.element("main", ["id": "content", "tabindex": "-1"]) { html in
                    html.element("h1", title)
                    if !lead.isEmpty { html.put(.paragraph(lead), level: 2, prefix) }
                    for block in blocks { html.put(block, level: 2, prefix) }
                }
                html.element("footer") { html in
                    if !basis.isEmpty { html.put(.paragraph(basis), level: 2, prefix) }
                    html.element("p", "These pages change nothing. Each is asked for anew and kept nowhere.")
                }
            }
        }
        return html.text
    }

    private func writeNavigation(to html: inout HTMLText, _ prefix: String, _ caller: PageCaller?) {
        if let caller {
            html.element("nav", ["aria-label": "Main"]) { html in
                html.element("ul") { html in
                    for (words, link) in caller.destinations {
                        html.element("li") { $0.put([.link(words, link)], prefix) }
                    }
                }
            }
            html.element("p", caller.sentence, ["class": "caller"])
        }
        guard !trail.isEmpty else { return }
        html.element("nav", ["aria-label": "Above this page", "class": "trail"]) { html in
            html.element("ol") { html in
                for (words, link) in trail { html.element("li") { $0.put([.link(words, link)], prefix) } }
            }
        }
    }
}
