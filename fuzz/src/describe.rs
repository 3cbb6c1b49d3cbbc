//! A description made of choices: each byte decides something, and bytes that are all used up decide for the least.
//!
//! Most of what comes out is a description as it should be, with hostile names and texts in it; now and then a value
//! stands where it must not.

use serde_json::{Map, Value, json};

/// Texts for names, prose and values.
pub const TEXTS: &[&str] = &[
    "plain words",
    "id",
    "name",
    "S1",
    "type",
    "self",
    "Self",
    "crate",
    "_",
    "1",
    "",
    " ",
    "a.b[]",
    "a-b_c d",
    "ID",
    "../../x",
    "CON",
    "C:\\x",
    "models",
    "client",
    "lib",
    "mod",
    "ids",
    "Client",
    "Request",
    "Vec",
    "Option",
    "String",
    "Ok",
    "Value",
    "\u{0}",
    "\u{202e}x\u{2066}",
    "a\rescaped_canary!{}",
    "a\r\nb\u{2028}c\u{85}d",
    "*/ escaped_canary!{} /*",
    "\"] escaped_canary!{} #[doc = \"",
    "\"#; escaped_canary!{} //",
    "'; escaped_canary!{} //",
    "{{ package }} {% raw %} {# x",
    "```\nescaped_canary!{}\n",
    "#![allow(x)]",
    "\\\" \\u{41} \\",
    "<script>alert(1)</script>",
    "[a](javascript:b) ![c](d)",
    "\u{1f980} ÄÖ straße",
    "a{b}c}{",
    "x{id}y",
    "2020-01-02",
    "1e999",
    "application/json",
];

const TYPES: &[&str] = &[
    "string", "integer", "number", "boolean", "object", "array", "null", "String", "file",
];
const FORMATS: &[&str] = &[
    "date",
    "date-time",
    "time",
    "int32",
    "int64",
    "float",
    "double",
    "binary",
    "byte",
    "uuid",
    "uri",
    "decimal",
    "own",
];
const METHODS: &[&str] = &[
    "get", "post", "put", "delete", "patch", "head", "options", "trace",
];
const MEDIA: &[&str] = &[
    "application/json",
    "multipart/form-data",
    "application/x-www-form-urlencoded",
    "text/plain",
    "application/octet-stream",
    "application/vnd.api+json",
    "*/*",
    "x",
    "text/csv; charset=utf-8",
];
const STATUS: &[&str] = &[
    "200", "201", "204", "2XX", "4XX", "404", "default", "301", "200 OK", "999",
];
const PATHS: &[&str] = &[
    "/",
    "/a",
    "/a/{id}",
    "/a/{id}/b",
    "/a/{id}.{ext}",
    "/{a}/{b}",
    "a",
    "/a/{}",
    "/a?b=c",
    "/A",
    "/a/{id",
    "/x/{S1}/../y",
];

/// The description that these choices make.
pub(super) fn description(bytes: &[u8]) -> Value {
    let mut choices = Choices { bytes, left: 400 };
    choices.document()
}

/// A member's key, and what makes its value.
type Member<'a> = (&'static str, fn(&mut Choices<'a>) -> Value);

struct Choices<'a> {
    bytes: &'a [u8],
    /// How many schemas may still be made.
    left: usize,
}

impl<'a> Choices<'a> {
    fn byte(&mut self) -> usize {
        let Some((first, rest)) = self.bytes.split_first() else {
            return 0;
        };
        self.bytes = rest;
        usize::from(*first)
    }

    /// True for one byte in `many`, and never for none.
    fn seldom(&mut self, many: usize) -> bool {
        self.byte() % many == 1
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.byte() % list.len()]
    }

    fn text(&mut self) -> String {
        let mut text = self.of(TEXTS).to_owned();
        if self.seldom(4) {
            text.push_str(self.of(TEXTS));
        }
        if self.seldom(16) {
            text = text.repeat(self.byte() * 8);
        }
        text
    }

    fn name(&mut self) -> String {
        match self.byte() % 3 {
            0 => format!("S{}", self.byte() % 6),
            _ => self.text(),
        }
    }

    fn scalar(&mut self) -> Value {
        match self.byte() % 10 {
            0 => json!(null),
            1 => json!(true),
            2 => json!(self.byte()),
            3 => json!(-1),
            4 => json!(u64::MAX),
            5 => json!(i64::MIN),
            6 => json!(1.5),
            7 => json!(1e300),
            _ => json!(self.text()),
        }
    }

    fn value(&mut self, depth: usize) -> Value {
        match self.byte() % 6 {
            0 if depth > 0 => self.list(|all| all.value(depth - 1)),
            1 if depth > 0 => self.map(|all| all.value(depth - 1)),
            _ => self.scalar(),
        }
    }

    fn list(&mut self, mut item: impl FnMut(&mut Self) -> Value) -> Value {
        (0..self.byte() % 4).map(|_| item(self)).collect()
    }

    fn map(&mut self, mut item: impl FnMut(&mut Self) -> Value) -> Value {
        let entries = (0..self.byte() % 4).map(|_| (self.name(), item(self)));
        Value::Object(entries.collect())
    }

    /// An object of some of these members; now and then one of them is anything, or is what no one knows.
    fn object(&mut self, members: &[Member<'a>]) -> Value {
        let mut made = Map::new();
        for (key, value) in members {
            if !self.byte().is_multiple_of(3) {
                let value = if self.seldom(40) {
                    self.value(2)
                } else {
                    value(self)
                };
                made.insert((*key).to_owned(), value);
            }
        }
        Value::Object(made)
    }

    fn document(&mut self) -> Value {
        let mut made = self.object(&[
            ("tags", |all| {
                all.list(|all| {
                    all.object(&[
                        ("name", |all| json!(all.name())),
                        ("description", Self::prose),
                    ])
                })
            }),
            ("servers", |all| {
                all.list(|all| {
                    all.object(&[
                        ("url", |all| json!(format!("https://a/{}", all.text()))),
                        ("description", Self::prose),
                    ])
                })
            }),
            ("security", Self::security),
            ("paths", |all| {
                let entries =
                    (0..all.byte() % 5).map(|_| (all.of(PATHS).to_owned(), all.path_item()));
                Value::Object(entries.collect())
            }),
            ("webhooks", |all| all.map(Self::path_item)),
            ("components", Self::components),
        ]);
        made["openapi"] = json!(self.of(&["3.0.3", "3.1.1"]));
        made["info"] =
            json!({"title": self.text(), "version": self.text(), "description": self.text()});
        made
    }

    fn prose(&mut self) -> Value {
        json!(self.text())
    }

    fn security(&mut self) -> Value {
        self.list(|all| all.map(|_| json!([])))
    }

    fn path_item(&mut self) -> Value {
        let mut made = self.object(&[("parameters", |all| all.list(Self::parameter))]);
        for _ in 0..self.byte() % 3 {
            let method = self.of(METHODS);
            made[method] = self.operation();
        }
        if self.seldom(30) {
            made["$ref"] = json!(format!("#/paths/{}", self.text().replace('/', "~1")));
        }
        made
    }

    fn operation(&mut self) -> Value {
        self.object(&[
            ("operationId", |all| json!(all.name())),
            ("tags", |all| all.list(|all| json!(all.name()))),
            ("summary", Self::prose),
            ("description", Self::prose),
            ("deprecated", |all| json!(all.seldom(2))),
            ("parameters", |all| all.list(Self::parameter)),
            ("requestBody", |all| {
                all.referring("requestBodies", |all| all.object(&[("required", |all| json!(all.seldom(2))), ("content", Self::content)]))
            }),
            ("responses", |all| {
                let entries = (0..all.byte() % 4).map(|_| (all.of(STATUS).to_owned(), all.response()));
                Value::Object(entries.collect())
            }),
            ("security", Self::security),
            ("callbacks", |all| all.map(|all| json!({"{$request.body#/url}": {"post": {"responses": {"200": all.response()}}}}))),
        ])
    }

    fn referring(&mut self, section: &str, other: impl FnOnce(&mut Self) -> Value) -> Value {
        if self.seldom(4) {
            let name = self.name().replace('~', "~0").replace('/', "~1");
            json!({"$ref": format!("#/components/{section}/{name}")})
        } else {
            other(self)
        }
    }

    fn parameter(&mut self) -> Value {
        self.referring("parameters", |all| {
            let mut made = all.object(&[
                ("description", Self::prose),
                ("required", |all| json!(all.seldom(2))),
                ("schema", |all| all.schema(3)),
                ("style", |all| {
                    json!(all.of(&[
                        "form",
                        "simple",
                        "deepObject",
                        "pipeDelimited",
                        "spaceDelimited",
                        "label",
                        "matrix",
                        "own"
                    ]))
                }),
                ("explode", |all| json!(all.seldom(2))),
                ("example", |all| all.value(2)),
                ("deprecated", |all| json!(all.seldom(2))),
            ]);
            if all.seldom(12) {
                made["content"] = all.content();
            }
            made["name"] = json!(if all.seldom(2) {
                all.name()
            } else {
                "id".to_owned()
            });
            made["in"] = json!(all.of(&["query", "path", "header", "cookie", "body", "formData"]));
            made
        })
    }

    fn content(&mut self) -> Value {
        let entries = (0..=self.byte() % 2).map(|_| {
            let media = self.of(MEDIA).to_owned();
            let value = self.object(&[
                ("schema", |all| all.schema(4)),
                ("example", |all| all.value(3)),
                ("examples", |all| all.map(|all| json!({"value": all.value(2)}))),
                ("encoding", |all| all.map(|all| json!({"contentType": all.of(MEDIA), "style": all.of(&["form", "deepObject"])}))),
            ]);
            (media, value)
        });
        Value::Object(entries.collect())
    }

    fn response(&mut self) -> Value {
        self.referring("responses", |all| {
            all.object(&[
                ("description", Self::prose),
                ("content", Self::content),
                ("headers", |all| {
                    all.map(|all| json!({"schema": all.schema(2)}))
                }),
                ("links", |all| {
                    all.map(|all| json!({"operationId": all.name()}))
                }),
            ])
        })
    }

    fn components(&mut self) -> Value {
        self.object(&[
            ("schemas", |all| {
                let entries = (0..all.byte() % 7).map(|at| (if at < 5 { format!("S{at}") } else { all.name() }, all.schema(4)));
                Value::Object(entries.collect())
            }),
            ("parameters", |all| all.map(Self::parameter)),
            ("responses", |all| all.map(Self::response)),
            ("requestBodies", |all| all.map(|all| json!({"content": all.content()}))),
            ("securitySchemes", |all| {
                all.map(|all| {
                    let mut made = all.object(&[
                        ("name", |all| json!(all.name())),
                        ("in", |all| json!(all.of(&["header", "query", "cookie"]))),
                        ("scheme", |all| json!(all.of(&["bearer", "basic", "digest", "own"]))),
                        ("description", Self::prose),
                        ("flows", |all| json!({"clientCredentials": {"tokenUrl": all.text(), "scopes": {}}})),
                    ]);
                    made["type"] = json!(all.of(&["http", "apiKey", "oauth2", "openIdConnect", "mutualTLS", "basic"]));
                    made
                })
            }),
        ])
    }

    fn schema(&mut self, depth: usize) -> Value {
        if self.left == 0 || depth == 0 {
            return json!({"type": self.of(TYPES)});
        }
        self.left -= 1;
        match self.byte() % 16 {
            0 => json!(self.seldom(2)),
            1..=3 => {
                let name = self.name().replace('~', "~0").replace('/', "~1");
                let mut made = json!({"$ref": format!("#/components/schemas/{name}")});
                if self.seldom(6) {
                    made["description"] = self.prose();
                }
                made
            }
            4 => {
                json!({self.of(&["allOf", "oneOf", "anyOf"]): self.list(|all| all.schema(depth - 1)), "description": self.text()})
            }
            5 => json!({
                "oneOf": self.list(|all| all.schema(1)),
                "discriminator": {"propertyName": self.name(), "mapping": self.map(|all| json!(format!("#/components/schemas/S{}", all.byte() % 6)))}
            }),
            6 | 7 => {
                json!({"type": "array", "items": self.schema(depth - 1), "minItems": self.scalar()})
            }
            8 => json!({"type": "object", "additionalProperties": self.schema(depth - 1)}),
            9 | 10 => {
                json!({"type": self.of(TYPES), "enum": self.list(|all| all.value(1)), "x-enum-varnames": self.list(|all| json!(all.text()))})
            }
            11 | 12 => self.structure(depth),
            13 => {
                json!({"type": self.list(|all| json!(all.of(TYPES))), "properties": self.map(|all| all.schema(depth - 1))})
            }
            _ => self.object(&[
                ("type", |all| json!(all.of(TYPES))),
                ("format", |all| json!(all.of(FORMATS))),
                ("nullable", |all| json!(all.seldom(2))),
                ("default", |all| all.value(2)),
                ("example", |all| all.value(2)),
                ("minimum", Self::scalar),
                ("maximum", Self::scalar),
                ("maxLength", Self::scalar),
                ("pattern", Self::prose),
                ("title", Self::prose),
                ("const", |all| all.value(1)),
            ]),
        }
    }

    fn structure(&mut self, depth: usize) -> Value {
        let mut made =
            json!({"type": "object", "properties": self.map(|all| all.schema(depth - 1))});
        if self.seldom(2) {
            made["required"] = self.list(|all| json!(all.name()));
        }
        for key in ["title", "description"] {
            if self.seldom(3) {
                made[key] = self.prose();
            }
        }
        for key in ["allOf", "oneOf"] {
            if self.seldom(6) {
                made[key] = self.list(|all| all.schema(depth - 1));
            }
        }
        if self.seldom(5) {
            made["additionalProperties"] = self.schema(1);
        }
        made
    }
}
