import {useLocation} from 'preact-iso';
import {useState} from 'preact/hooks';

import {Button} from '../../src/components/Button';
import {Field} from '../../src/components/Field';
import {frame} from '../text/frame';

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

interface OpenBySlugProps {
  // The address of the list, to which the slug is appended.
  base: string;
  label: string;
  hint: string;
  button: string;
}

export function OpenBySlug({base, label, hint, button}: OpenBySlugProps) {
  const {route} = useLocation();
  const [slug, setSlug] = useState('');
  const [isWrong, setWrong] = useState(false);
  return (
    <form class="row row-end" onSubmit={(event) => {
      event.preventDefault();
      const isRight = SLUG.test(slug);
      setWrong(!isRight);
      if (isRight) route(`${base}/${slug}`);
    }}>
      <Field label={label} hint={hint} value={slug} maxLength={100} autocomplete="off" spellcheck={false}
        {...(isWrong ? {error: frame.slugWrong} : {})} onInput={(event) => setSlug(event.currentTarget.value.trim())} />
      <Button type="submit">{button}</Button>
    </form>
  );
}
