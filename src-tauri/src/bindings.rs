//! The list of commands and events, from which the window's TypeScript is generated.

use tauri::Runtime;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

use crate::commands::{
    conflicts, decide, exceptions, language, log, outbox, portal, queue, setup, state, text,
};
use crate::events::ClinicEvent;

/// Every command the window can call, and the one event it listens to.
#[must_use]
pub fn builder<R: Runtime>() -> Builder<R> {
    Builder::new()
        .error_handling(ErrorHandlingMode::Throw)
        // One TypeScript type for each Rust type, for both directions.
        .disable_serde_phases()
        .events(collect_events![ClinicEvent])
        .commands(collect_commands![
            state::start_state,
            state::window_painted,
            state::shows_queue,
            state::try_again,
            log::note_problem,
            log::open_log,
            language::set_language,
            portal::open_portal,
            text::measure_text,
            setup::read_setup,
            setup::save_profile,
            setup::save_location,
            setup::save_timebook,
            setup::publish_timebook,
            setup::unpublish_timebook,
            setup::delete_location,
            setup::delete_timebook,
            exceptions::save_exception,
            exceptions::delete_exception,
            exceptions::preview_exception,
            exceptions::preview_timebook,
            outbox::read_undelivered,
            outbox::send_again,
            queue::read_queue,
            queue::read_queue_row,
            queue::count_queue,
            queue::read_done,
            queue::read_request,
            queue::note_opened,
            queue::reveal_identity,
            decide::confirm_request,
            decide::reject_request,
            decide::undo_decision,
            conflicts::read_conflicts,
            conflicts::cancel_booking,
        ])
}
