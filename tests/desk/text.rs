use ressurstimebok::commands::dto::{Problem, TextKind, TextMeasure};
use ressurstimebok::commands::text::measure_text;

async fn measure(kind: TextKind, text: &str) -> TextMeasure {
    measure_text(kind, text.to_owned()).await.unwrap()
}

#[tokio::test]
async fn a_text_is_counted_as_a_person_counts() {
    let measured = measure(TextKind::Info, " E\u{301}n familie: 👩‍👩‍👧‍👦 \n").await;
    assert_eq!(measured, TextMeasure { length: 13, limit: 300, problem: None });
}

#[tokio::test]
async fn each_kind_has_its_own_limit_and_judges_as_saving_does() {
    let kinds = [
        (TextKind::Info, 300),
        (TextKind::Name, 100),
        (TextKind::Description, 200),
        (TextKind::Reason, 50),
        (TextKind::Rejection, 1000),
    ];
    for (kind, limit) in kinds {
        let at = |length: u32| "å".repeat(length as usize);
        assert_eq!(measure(kind, &at(limit)).await, TextMeasure { length: limit, limit, problem: None });
        let length = limit + 1;
        let problem = Some(Problem::TooLong { limit, length });
        assert_eq!(measure(kind, &at(length)).await, TextMeasure { length, limit, problem });
        assert_eq!(measure(kind, "").await, TextMeasure { length: 0, limit, problem: Some(Problem::Empty) });
    }
}

#[tokio::test]
async fn only_texts_of_several_lines_take_a_line_break() {
    assert_eq!(measure(TextKind::Info, "a\nb").await.problem, None);
    assert_eq!(measure(TextKind::Reason, "a\nb").await.problem, Some(Problem::ControlCharacter));
}
