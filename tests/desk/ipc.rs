//! Calls through Tauri itself: names, arguments and errors arrive as the window expects.

use ressurstimebok::bindings::builder;
use serde_json::{Value, json};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder, mock_context, noop_assets};
use tauri::webview::InvokeRequest;
use tauri::{App, WebviewWindow, WebviewWindowBuilder};

use crate::scene::Scene;

/// The program with the scene's desk and a mock window.
pub(crate) fn window(scene: &Scene) -> (App<MockRuntime>, WebviewWindow<MockRuntime>) {
    let commands = builder::<MockRuntime>();
    let app = mock_builder()
        .invoke_handler(commands.invoke_handler())
        .manage(scene.desk.clone())
        .build(mock_context(noop_assets()))
        .expect("a program");
    let window = WebviewWindowBuilder::new(&app, "main", tauri::WebviewUrl::default());
    let window = window.build().expect("a window");
    (app, window)
}

/// Calls a command as the page does. Must not run on a runtime's thread, because Tauri answers there.
pub(crate) fn call(
    window: &WebviewWindow<MockRuntime>,
    command: &str,
    arguments: Value,
) -> Result<Value, Value> {
    let request = InvokeRequest {
        cmd: command.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: "tauri://localhost".parse().expect("an address"),
        body: InvokeBody::Json(arguments),
        headers: tauri::http::HeaderMap::default(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(window, request).map(|body| body.deserialize().expect("JSON"))
}

#[test]
fn commands_are_reached_by_the_names_and_arguments_of_the_bindings() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let scene = runtime.block_on(Scene::demo());
    let id = runtime.block_on(scene.test.ask("Per", "13:30", "influensavaksine")).to_string();
    let (_app, window) = window(&scene);

    let queue = call(&window, "read_queue", json!({ "order": "start" })).expect("a queue");
    assert_eq!(queue["waiting"][0]["patientName"], "Per Vik");
    assert_eq!(queue["doneToday"], 0);

    let decided = call(&window, "confirm_request", json!({ "id": id, "revision": 1 })).expect("decided");
    assert_eq!(decided["summaryText"], "Bekreftet: Per Vik, i dag kl. 13:30");
    let refused = call(&window, "confirm_request", json!({ "id": id, "revision": 1 }));
    let expected = json!({
        "code": "alreadyDecided", "status": "confirmed", "by": "Kari Nilsen", "atText": "kl. 09:00"
    });
    assert_eq!(refused, Err(expected));
    assert_eq!(call(&window, "undo_decision", json!({ "id": id, "revision": 2 })), Ok(Value::Null));

    let done = call(&window, "read_done", json!({})).expect("a list");
    assert_eq!(done, json!({ "done": [], "unreadable": [], "latestOnly": false }));
    let refused = call(&window, "reject_request", json!({ "id": id, "revision": 3, "text": "" }));
    let field = json!({ "field": "text", "problem": { "kind": "empty" } });
    assert_eq!(refused, Err(json!({ "code": "invalid", "fields": [field] })));
    assert_eq!(
        call(&window, "publish_timebook", json!({ "id": "x", "revision": 1 })),
        Err(json!({ "code": "notFound" }))
    );
    let state = call(&window, "set_language", json!({ "language": "nn" })).expect("a state");
    assert_eq!((&state["language"], &state["database"]["kind"]), (&json!("nn"), &json!("ready")));
}
