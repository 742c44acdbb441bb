import { text } from '../i18n/text.ts';
import { groupVariants } from './groupVariants.ts';

/** Which variant of each kernel runs here. Names that the page has no words for stand as they are. */
export function VariantList({ variants }: { variants: Readonly<Record<string, string>> }) {
  const uses = groupVariants(variants);
  if (uses.length === 0) return null;
  const hasClasses = uses.some(({ kernels }) => kernels.some(({ classes }) => classes.length > 0));
  return (
    <details className="variants">
      <summary>{text.device.variants}</summary>
      <dl className="facts">
        {uses.map(({ variant, kernels }) => (
          <div key={variant}>
            <dt>{text.device.variantNames[variant] ?? variant}</dt>
            <dd>
              {kernels.map(({ kernel, classes }) => (
                <span key={kernel} className="variant-use">
                  {text.device.variantUse(text.device.kernelNames[kernel] ?? kernel, classes)}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      {hasClasses ? <p className="control-note">{text.device.variantClasses}</p> : null}
    </details>
  );
}
