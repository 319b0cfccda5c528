import HTMLText

extension HTMLText {
    /// Writes a form; every field has a label.
    mutating func put(_ form: Form, _ prefix: String) {
        element("form", ["method": "get", "action": form.action.written(below: prefix)]) { html in
            for field in form.fields {
                html.element("div") { $0.put(field) }
            }
            html.element("button", form.button, ["type": "submit"])
        }
    }

    private mutating func put(_ field: Form.Field) {
        switch field {
        case .text(let name, let label, let value):
            element("label", label, ["for": "field-" + name])
            open("input", ["type": "text", "id": "field-" + name, "name": name, "value": value, "autocomplete": "off"])
        case .date(let name, let label, let value):
            element("label", label, ["for": "field-" + name])
            open("input", ["type": "date", "id": "field-" + name, "name": name, "value": value])
        case .choice(let name, let label, let value, let choices):
            element("label", label, ["for": "field-" + name])
            element("select", ["id": "field-" + name, "name": name]) { html in
                for choice in choices {
                    if choice.value == value {
                        html.element("option", choice.words, ["value": choice.value, "selected": ""])
                    } else {
                        html.element("option", choice.words, ["value": choice.value])
                    }
                }
            }
        case .tick(let name, let label, let isTicked):
            if isTicked {
                open(
                    "input", ["type": "checkbox", "id": "field-" + name, "name": name, "value": "true", "checked": ""])
            } else {
                open("input", ["type": "checkbox", "id": "field-" + name, "name": name, "value": "true"])
            }
            element("label", label, ["for": "field-" + name])
        }
    }
}
