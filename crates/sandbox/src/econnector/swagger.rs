//! `/swagger-ui/index.html`: the operations of the OpenAPI file as a page of our own, without script.

use http::StatusCode;
use http::header::CONTENT_SECURITY_POLICY;
use serde_json::Value;

use super::contract::Contract;
use crate::exchange::{self, Answer, escape};

/// The style sheet of the page.
pub(super) fn style() -> Answer {
    let css = include_bytes!("../../data/swagger.css").to_vec();
    exchange::body(StatusCode::OK, "text/css; charset=utf-8", css).into()
}

/// The page.
pub(super) fn page(contract: &Contract) -> Answer {
    let document = contract.document();
    let info = &document["info"];
    let mut content = String::new();
    if let Some(paths) = document["paths"].as_object() {
        for (path, item) in paths {
            let verbs = item.as_object().into_iter().flatten();
            content.extend(verbs.map(|(verb, operation)| section(verb, path, operation)));
        }
    }
    let schemas = serde_json::to_string_pretty(&document["components"]["schemas"]);
    let page = format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="/swagger-ui/swagger.css">
</head>
<body>
<main>
<h1>{title} {version}</h1>
<p>{description}</p>
<p><a href="/v3/api-docs/v2">/v3/api-docs/v2</a></p>
{content}<h2>Schemas</h2>
<pre tabindex="0">{schemas}</pre>
</main>
</body>
</html>
"#,
        title = text(&info["title"]),
        version = text(&info["version"]),
        description = text(&info["description"]),
        schemas = escape(&schemas.unwrap_or_default()),
    );
    let html = "text/html; charset=utf-8";
    let mut response = exchange::body(StatusCode::OK, html, page.into_bytes());
    let policy = "default-src 'none'; style-src 'self'; form-action 'none'; \
                  frame-ancestors 'none'; base-uri 'none'";
    exchange::set(&mut response, CONTENT_SECURITY_POLICY, policy);
    response.into()
}

fn section(verb: &str, path: &str, operation: &Value) -> String {
    let schema = |content: &Value| {
        let bodies = content.as_object().into_iter().flatten();
        let names = bodies.filter_map(|(_, body)| body["schema"]["$ref"].as_str());
        names
            .filter_map(|name| name.rsplit('/').next())
            .collect::<String>()
    };
    let mut rows = String::new();
    let request = schema(&operation["requestBody"]["content"]);
    if !request.is_empty() {
        rows.push_str(&row("Request", &request, "application/json"));
    }
    for (status, answer) in operation["responses"].as_object().into_iter().flatten() {
        rows.push_str(&row(
            status,
            &schema(&answer["content"]),
            &text(&answer["description"]),
        ));
    }
    format!(
        "<section>\n<h2><span>{}</span> <code>{}</code></h2>\n<p>{}</p>\n\
         <table><thead><tr><th scope=\"col\">Part</th><th scope=\"col\">Schema</th>\
         <th scope=\"col\">Meaning</th></tr></thead><tbody>\n{rows}</tbody></table>\n</section>\n",
        escape(&verb.to_uppercase()),
        escape(path),
        text(&operation["summary"]),
    )
}

fn row(part: &str, schema: &str, meaning: &str) -> String {
    format!(
        "<tr><th scope=\"row\">{}</th><td><code>{}</code></td><td>{meaning}</td></tr>\n",
        escape(part),
        escape(schema)
    )
}

fn text(value: &Value) -> String {
    escape(value.as_str().unwrap_or_default())
}
