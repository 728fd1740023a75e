// The function finder, on the shapes of C++ that confuse counting braces.
import assert from 'node:assert/strict';
import test from 'node:test';

import {functionsOf} from '../../scripts/lint/functions.mjs';

// functionsOf as "name:line+lines".
function found(source) {
  return functionsOf(source).map(({name, line, lines}) => `${name}:${line}+${lines}`);
}

test('a function is measured from its declaration to its closing brace', () => {
  assert.deepEqual(found('int A(int b) {\n  if (b) {\n    return 1;\n  }\n  return 2;\n}\n'), ['A:1+6']);
});

test('the template header and a broken parameter list belong to the function', () => {
  assert.deepEqual(found('template <typename T,\n          typename U = std::vector<int>>\nT A(\n    T a,\n    U b) {\n  return a;\n}'), ['A:1+7']);
});

test('braces in strings, raw strings, characters and comments are no braces', () => {
  const source = [
    'void A() {', '  f("}", \'}\', u8"\\"}");', '  g(R"json({"a": "}"} )" }}} )json");', '  // }', '  /* } */',
    '  h(1\'000\'000);', '}', 'void B() {}',
  ];
  assert.deepEqual(found(source.join('\n')), ['A:1+7', 'B:8+1']);
});

test('braces in preprocessor lines and in both branches of an #if are understood', () => {
  const source = [
    '#define OPEN {', '#if defined(X)', 'void A(int a) {', '#else', 'void A() {', '#endif', '}',
    '#ifdef Y', 'void B() {', '}', '#else', 'void C() {}', '#endif', '#define LONG(x) \\', '  { x \\', '}', 'void D() {}',
  ];
  assert.deepEqual(found(source.join('\n')), ['A:3+5', 'B:9+2', 'C:12+1', 'D:17+1']);
});

test('nested namespaces and classes hold functions and are none', () => {
  const source = [
    'namespace a::b {', 'namespace {', 'class C final : public D<int(int)> {', ' public:', '  explicit C(int x) : x_(x) {}',
    '  struct E { int Get() const { return 1; } };', '  enum class F : int { kOne, kTwo };', ' private:', '  int x_{0};',
    '  std::function<void(int)> g_ = nullptr;', '};', '}', '}  // namespace', 'int H() { return 1; }',
  ];
  assert.deepEqual(found(source.join('\n')), ['C:5+1', 'Get:6+1', 'H:14+1']);
});

test('a constructor\'s initialisers, braced or not, are part of it', () => {
  const source = [
    'A::A(int b, std::vector<int> c)', '    : Base<int>{b},', '      b_{b},', '      c_(std::move(c)),', '      d_{[] { return 1; }()} {',
    '  Start();', '}', 'A::~A() noexcept(false) {}',
  ];
  assert.deepEqual(found(source.join('\n')), ['a lambda:5+1', 'A::A:1+7', 'A::~A:8+1']);
});

test('operators, trailing return types, qualifiers and attributes', () => {
  const source = [
    'bool operator==(const A& a, const A& b) { return true; }', 'A& A::operator=(A&& other) noexcept {', '  return *this;', '}',
    'A::operator bool() const { return true; }', '[[nodiscard]] auto F(int a) -> std::vector<int> { return {a}; }',
    'void B::operator()(int) && { }', 'struct alignas(64) S { void M() volatile {} };',
    'template <typename T> requires requires(T t) { t.Go(); } void G(T t) requires(sizeof(T) > 1) { t.Go(); }',
  ];
  assert.deepEqual(found(source.join('\n')), [
    'operator==:1+1', 'A::operator=:2+3', 'A::operatorbool:5+1', 'F:6+1', 'B::operator():7+1', 'M:8+1', 'G:9+1',
  ]);
});

test('initialised variables are no functions, but a lambda that initialises one is measured', () => {
  const source = [
    'const std::map<std::string, std::function<void()>> kMap{{"a", nullptr}};', 'int kArray[] = {1, 2};', 'Point p{1, 2}, q{3, 4};',
    'const auto kMade = [](int a) {', '  return a;', '}(1);', 'concept C = requires(T t) { t.x; };',
  ];
  assert.deepEqual(found(source.join('\n')), ['a lambda:4+3']);
});

test('a lambda or a class inside a function is part of it', () => {
  const source = ['void A() {', '  auto b = [&] {', '    return 1;', '  };', '  struct C { void D() {} };', '}'];
  assert.deepEqual(found(source.join('\n')), ['A:1+6']);
});

test('a test case is a function, and a macro alone on its line hides none', () => {
  const source = ['TEST_CASE("a sentence with {") {', '  CHECK(true);', '}', 'MAKE(A)', 'class B {', '  int C() {', '    return 1;', '  }', '};'];
  assert.deepEqual(found(source.join('\n')), ['TEST_CASE:1+3', 'C:6+3']);
});

test('extern "C" blocks and functions', () => {
  const source = ['extern "C" {', 'int A(void) { return 1; }', '}', 'extern "C" int B(void) {', '  return 1;', '}'];
  assert.deepEqual(found(source.join('\n')), ['A:2+1', 'B:4+3']);
});
