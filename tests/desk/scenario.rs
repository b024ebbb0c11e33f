//! One scenario for two hosts: `scenario.json` is run here against the real commands, and in the window's
//! tests against the fake host, so that the two cannot differ.

use std::collections::{BTreeSet, HashMap};

use chrono::TimeDelta;
use ressurstimebok::notifier::Notifier;
use ressurstimebok::watch::pass_on;
use serde_json::{Map, Value, json};
use timebook::BookingId;
use tokio::runtime::Runtime;

use crate::bindings::commands;
use crate::ipc::{call, window};
use crate::scene::Scene;

struct Silent;

impl Notifier for Silent {
    fn raise(&self, _: String, _: BookingId, _: i32) {}

    fn withdraw(&self, _: i32) {}
}

/// The ids stored by earlier steps, by name.
type Kept = HashMap<String, String>;

/// The value with `$name` replaced by the value stored under that name.
fn filled(value: &Value, kept: &Kept) -> Value {
    match value {
        Value::String(text) => {
            let id = text.strip_prefix('$').map(|name| kept.get(name).expect("an id kept earlier"));
            Value::String(id.unwrap_or(text).clone())
        }
        Value::Array(list) => list.iter().map(|one| filled(one, kept)).collect(),
        Value::Object(map) => {
            let fields = map.iter().map(|(name, one)| (name.clone(), filled(one, kept)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

/// Whether an answer contains everything expected; lists must have the expected length.
fn holds(answer: &Value, expected: &Value) -> bool {
    match (answer, expected) {
        (Value::Object(answer), Value::Object(expected)) => {
            expected.iter().all(|(name, one)| answer.get(name).is_some_and(|found| holds(found, one)))
        }
        (Value::Array(answer), Value::Array(expected)) => {
            answer.len() == expected.len()
                && answer.iter().zip(expected).all(|(one, other)| holds(one, other))
        }
        _ => answer == expected,
    }
}

/// The program's name of a command: `read_queue` for `readQueue`.
fn command(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

/// The steps, in order.
fn steps() -> Vec<Value> {
    let scenario: Value = serde_json::from_str(include_str!("scenario.json")).expect("JSON");
    scenario["steps"].as_array().expect("steps").clone()
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

/// The events of a step. Waits for as many as the step expects; an extra one is found here or at the next
/// step that expects events.
fn heard(runtime: &Runtime, scene: &Scene, expected: usize) -> Value {
    runtime.block_on(scene.notes.told_so_often(expected));
    serde_json::to_value(scene.notes.take_events()).expect("events")
}

#[test]
fn the_real_commands_play_the_scenario_that_the_fake_plays() {
    let runtime = Runtime::new().expect("a runtime");
    let scene = runtime.block_on(Scene::demo());
    let clinic = scene.test.clinic.clone();
    runtime.spawn(pass_on(scene.desk.clone(), clinic.clone(), clinic.events(), Silent));
    let (_app, window) = window(&scene);
    let mut kept = Kept::new();

    for step in &steps() {
        if let Some(seconds) = step["wait"].as_i64() {
            scene.test.wait(TimeDelta::seconds(seconds));
            runtime.block_on(clinic.deliver_due()).expect("delivered");
        } else if step["ask"].is_object() {
            let ask = &step["ask"];
            let asked = scene.test.ask(text(&ask["patient"]), text(&ask["clock"]), text(&ask["reason"]));
            kept.insert(text(&step["keep"]).to_owned(), runtime.block_on(asked).to_string());
        } else if step["colleague"].is_string() {
            let id: BookingId = text(&filled(&step["confirms"], &kept)).parse().expect("an id");
            let seen = runtime.block_on(scene.test.booking(id)).booking.revision;
            assert_eq!(text(&step["colleague"]), scene.test.per().member().name.as_str());
            runtime.block_on(clinic.confirm(&scene.test.per(), id, seen)).expect("confirmed");
        } else {
            let answer = call(&window, &command(text(&step["call"])), filled(&step["with"], &kept));
            judge(step, &answer, &mut kept);
        }
        let expected = step.get("hears").map_or(json!([]), |hears| filled(hears, &kept));
        let count = expected.as_array().map_or(0, Vec::len);
        assert_eq!(heard(&runtime, &scene, count), expected, "events of {step}");
    }
}

fn judge(step: &Value, answer: &Result<Value, Value>, kept: &mut Kept) {
    match (answer, step.get("gives"), step.get("refuses")) {
        (Ok(answer), Some(gives), None) => {
            assert!(holds(answer, &filled(gives, kept)), "{step}\ngave {answer}");
            for (name, path) in step["keep"].as_object().into_iter().flatten() {
                let pointer = format!("/{}", text(path).replace('.', "/"));
                let id = answer.pointer(&pointer).expect("an id at the path");
                kept.insert(name.clone(), text(id).to_owned());
            }
        }
        (Err(refusal), None, Some(refuses)) => assert_eq!(*refusal, filled(refuses, kept), "{step}"),
        _ => panic!("{step}\nanswered {answer:?}"),
    }
}

#[test]
fn every_command_is_played_with_success() {
    let played: BTreeSet<String> = steps()
        .iter()
        .filter(|step| step.get("gives").is_some())
        .map(|step| command(text(&step["call"])))
        .collect();
    assert_eq!(played, commands());
}

#[test]
fn an_answer_that_lacks_something_or_differs_is_found() {
    assert!(holds(&json!({ "a": [{ "b": 1, "c": 2 }] }), &json!({ "a": [{ "b": 1 }] })));
    assert!(!holds(&json!({ "a": [] }), &json!({ "a": [{}] })));
    assert!(!holds(&json!({ "a": 1 }), &json!({ "a": 2 })));
    assert!(!holds(&json!({}), &json!({ "a": null })));
}
