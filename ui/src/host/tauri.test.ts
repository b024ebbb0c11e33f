import { clearMocks, mockIPC, mockWindows } from '@tauri-apps/api/mocks';
import { afterEach, describe, expect, it } from 'vitest';

import { HostError } from './host';
import { tauriHost } from './tauri';

afterEach(clearMocks);

describe('the real host', () => {
  it('calls commands by the names and arguments of the program', async () => {
    const calls: [string, unknown][] = [];
    mockIPC((command, args) => {
      calls.push([command, args]);
      return null;
    });
    const location = { name: 'n', street: 's', postalCode: '1', city: 'c' };
    await tauriHost.saveLocation(null, location);
    await tauriHost.rejectRequest('id', 3, 'Nei');
    await tauriHost.measureText('info', 'x');
    await tauriHost.windowPainted();

    expect(calls).toEqual([
      ['save_location', { basedOn: null, draft: location }],
      ['reject_request', { id: 'id', revision: 3, text: 'Nei' }],
      ['measure_text', { kind: 'info', text: 'x' }],
      ['window_painted', {}],
    ]);
  });

  it('changes the size of the text with the only permission it has', async () => {
    mockWindows('main');
    const calls: unknown[] = [];
    mockIPC((command, args) => {
      calls.push([command, args]);
    });
    await tauriHost.setZoom(1.25);
    expect(calls).toEqual([['plugin:webview|set_webview_zoom', { value: 1.25, label: 'main' }]]);
  });

  it.each([
    [{ code: 'tooLateToUndo' }, { code: 'tooLateToUndo' }],
    [{ code: 'notFound' }, { code: 'notFound' }],
  ])('turns the refusal %o into a code', async (thrown, expected) => {
    mockIPC(() => {
      throw thrown;
    });
    const refused = await tauriHost.undoDecision('id', 2).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(HostError);
    expect((refused as HostError).error).toEqual(expected);
  });

  it.each([['invalid args `draft`: "Kurt"', 'invalid args '], [new TypeError('Kurt'), 'TypeError']])(
    'notes the unforeseen %o where it can be found, and repeats nothing that was typed',
    async (thrown, said) => {
      const noted: Record<string, string>[] = [];
      mockIPC((command, args) => {
        if (command !== 'note_problem') throw thrown;
        noted.push(args as Record<string, string>);
      });
      const refused = await tauriHost.undoDecision('id', 2).catch((error: unknown) => error);
      const reference = (refused as HostError).error.code === 'broken' ? noted[0]?.['reference'] : undefined;
      expect((refused as HostError).error).toEqual({ code: 'broken', reference });
      expect(reference).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(noted[0]?.['what']).toContain(said);
      expect(noted[0]?.['what']).not.toContain('Kurt');
    },
  );
});
