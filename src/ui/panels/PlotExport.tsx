import { useState } from 'react';
import { plotPicture } from '../export/plotPicture.ts';
import { pngOf } from '../export/pngOf.ts';
import { type ShownOrigin, shownOrigin } from '../export/shownOrigin.ts';
import { shownPlots, whileInView } from '../export/shownPlots.ts';
import { text } from '../i18n/text.ts';
import { useSession } from '../state/SessionContext.ts';

/** One of the plots on the page as a picture that says what it is of. @param page its address without the fragment */
export function PlotExport({ page }: { readonly page: string }) {
  const session = useSession();
  // The page behind the dialog does not change which plots it has while the dialog is open.
  const [plots] = useState(shownPlots);
  const [chosen, choose] = useState(0);
  const origin = shownOrigin(session.stores);
  const plot = plots[chosen];
  const save = async (kind: 'svg' | 'png') => {
    if (plot === undefined || origin === null) return;
    const picture = await whileInView(plot, () => plotPicture(plot.figure, notesOf(origin, page)));
    const name = `${origin.name}-${plot.name.replace(/[^a-z0-9]+/gi, '-')}.${kind}`;
    if (kind === 'svg') session.downloads.text(name, picture.svg);
    else session.downloads.bytes(name, await pngOf(picture));
  };
  const isEmpty = plot === undefined || origin === null;
  return (
    <section className="export-part" aria-labelledby="export-plots">
      <h3 id="export-plots">{text.exporting.plots}</h3>
      <p>{text.exporting.plotsWhat}</p>
      <label htmlFor="export-plot">{text.exporting.plot}</label>
      <div className="ask-row">
        <select id="export-plot" value={chosen} onChange={(event) => choose(Number(event.target.value))}>
          {plots.map(({ name }, index) => (
            <option key={name} value={index}>
              {name}
            </option>
          ))}
        </select>
        {(['svg', 'png'] as const).map((kind) => (
          <button
            key={kind}
            type="button"
            className="plain-button"
            disabled={isEmpty}
            aria-label={text.exporting.plotAs(kind.toUpperCase())}
            onClick={() => void save(kind)}
          >
            {kind.toUpperCase()}
          </button>
        ))}
      </div>
    </section>
  );
}

function notesOf({ kind, experiment, link, isChanged }: ShownOrigin, page: string): string[] {
  const what = isChanged ? text.exporting.changed : text.exporting[kind];
  return [text.exporting.seed(experiment.seed, what), `${page}#${link}`];
}
