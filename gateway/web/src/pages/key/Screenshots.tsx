import {ChevronLeft, ChevronRight} from 'lucide-preact';
import {useState} from 'preact/hooks';

import type {Screenshot} from '../../api';
import {Button} from '../../components/Button';
import {Dialog} from '../../components/Dialog';
import {keyText} from '../../text/key';

interface LargeProps {
  pictures: Screenshot[];
  first: number;
  onClose: () => void;
}

// Shows one picture as large as the window allows, with a way to its neighbours.
function Large({pictures, first, onClose}: LargeProps) {
  const [at, setAt] = useState(first);
  const picture = pictures[at];
  const turn = (step: number) => setAt((now) => (now + step + pictures.length) % pictures.length);
  const onKeyDown = ({key}: KeyboardEvent) => {
    if (key === 'ArrowLeft') turn(-1);
    if (key === 'ArrowRight') turn(1);
  };
  if (!picture) return null;
  return (
    <Dialog title={keyText.screenshotOf(at + 1, pictures.length)} isWide onClose={onClose} onKeyDown={onKeyDown}>
      <div class="shot-large">
        <img src={picture.path} alt={picture.alt} width={picture.width} height={picture.height} />
        <div class="row row-apart">
          <p class="small soft" aria-live="polite">{picture.alt}</p>
          {pictures.length > 1 && (
            <div class="row">
              <Button icon aria-label={keyText.previousScreenshot} onClick={() => turn(-1)}><ChevronLeft aria-hidden="true" /></Button>
              <Button icon aria-label={keyText.nextScreenshot} onClick={() => turn(1)}><ChevronRight aria-hidden="true" /></Button>
            </div>
          )}
        </div>
      </div>
    </Dialog>
  );
}

// The author's pictures. Each is a link to its file, which a click with a modifier key opens; a plain click opens it
// here.
export function Screenshots({pictures}: {pictures: Screenshot[]}) {
  const [opened, setOpened] = useState<number>();
  const open = (event: MouseEvent, at: number) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    setOpened(at);
  };
  return (
    <>
      <ul class="shots" aria-label={keyText.screenshots}>
        {pictures.map(({path, alt, width, height}, at) => (
          <li key={path}>
            <a class="shot" href={path} onClick={(event) => open(event, at)}>
              <img src={path} alt={alt} width={width} height={height} loading={at === 0 ? 'eager' : 'lazy'} decoding="async" />
            </a>
          </li>
        ))}
      </ul>
      {opened !== undefined && <Large pictures={pictures} first={opened} onClose={() => setOpened(undefined)} />}
    </>
  );
}
