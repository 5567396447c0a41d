import SwiftSyntax

/// Finds every mistake of the listed kinds that could be made in a file.
final class Mutator: SyntaxVisitor {
  private let source: SourceText
  private let swaps: Swaps
  private(set) var mutants: [Mutant] = []

  init(_ source: SourceText, _ swaps: Swaps) {
    (self.source, self.swaps) = (source, swaps)
    super.init(viewMode: .sourceAccurate)
  }

  private func add(_ kind: Mutant.Kind, _ node: some SyntaxProtocol, _ replacement: String) {
    guard source.string(node.bytes) != replacement else { return }
    mutants.append(source.mutant(kind, node.bytes, replacement))
  }

  private func text(_ node: some SyntaxProtocol) -> String { source.string(node.bytes) }

  /// Each operator with those that it is taken for.
  private static let operators: [String: (Mutant.Kind, [String])] = [
    "<": (.comparison, ["<=", ">="]), "<=": (.comparison, ["<", ">"]),
    ">": (.comparison, [">=", "<="]), ">=": (.comparison, [">", "<"]),
    "==": (.comparison, ["!="]), "!=": (.comparison, ["=="]),
    "&&": (.connective, ["||"]), "||": (.connective, ["&&"]),
    "+": (.arithmetic, ["-"]), "-": (.arithmetic, ["+"]), "*": (.arithmetic, ["/"]),
    "/": (.arithmetic, ["*"]), "+=": (.arithmetic, ["-="]), "-=": (.arithmetic, ["+="]),
    "<<": (.arithmetic, [">>"]), "&": (.arithmetic, ["|"]), "|": (.arithmetic, ["&"]),
  ]

  override func visit(_ node: InfixOperatorExprSyntax) -> SyntaxVisitorContinueKind {
    guard let sign = node.operator.as(BinaryOperatorExprSyntax.self)?.operator else {
      return .visitChildren
    }
    let isText = [node.leftOperand, node.rightOperand].contains {
      $0.is(StringLiteralExprSyntax.self)
    }
    if let (kind, others) = Mutator.operators[sign.text], !isText {
      for other in others { add(kind, sign, other) }
    }
    if sign.text == "&&" || sign.text == "||" {
      add(.condition, node, text(node.leftOperand))
      add(.condition, node, text(node.rightOperand))
    }
    if sign.text == "??" { add(.fallback, node, text(node.rightOperand)) }
    return .visitChildren
  }

  override func visit(_ node: TernaryExprSyntax) -> SyntaxVisitorContinueKind {
    add(.choice, node, text(node.thenExpression))
    add(.choice, node, text(node.elseExpression))
    return .visitChildren
  }

  override func visit(_ node: PrefixOperatorExprSyntax) -> SyntaxVisitorContinueKind {
    if ["!", "-"].contains(node.operator.text) { add(.negation, node, text(node.expression)) }
    return .visitChildren
  }

  override func visit(_ node: BooleanLiteralExprSyntax) -> SyntaxVisitorContinueKind {
    add(.bool, node, node.literal.tokenKind == .keyword(.true) ? "false" : "true")
    return .visitChildren
  }

  override func visit(_ node: IntegerLiteralExprSyntax) -> SyntaxVisitorContinueKind {
    guard let number = Int(node.literal.text.filter { $0 != "_" }) else { return .visitChildren }
    for other in Set([number + 1, number - 1, 0, number * 2]).sorted() where other >= 0 {
      add(.literal, node, String(other))
    }
    return .visitChildren
  }

  override func visit(_ node: FloatLiteralExprSyntax) -> SyntaxVisitorContinueKind {
    guard let number = Double(node.literal.text.filter { $0 != "_" }) else {
      return .visitChildren
    }
    for other in [0, number * 2, number / 2] where other != number {
      add(.literal, node, String(other))
    }
    return .visitChildren
  }

  override func visit(_ node: FunctionCallExprSyntax) -> SyntaxVisitorContinueKind {
    if let name = node.calledExpression.as(DeclReferenceExprSyntax.self)?.baseName,
      ["min", "max"].contains(name.text)
    {
      add(.extreme, name, name.text == "min" ? "max" : "min")
      for argument in node.arguments { add(.extreme, node, text(argument.expression)) }
    }
    return .visitChildren
  }

  override func visit(_ node: ConditionElementListSyntax) -> SyntaxVisitorContinueKind {
    guard let first = node.first else { return .visitChildren }
    // The whole list fails, for which one element is enough.
    if case .expression(let condition) = first.condition {
      add(.condition, condition, "false")
    } else {
      add(.condition, first.condition, "false, " + text(first.condition))
    }
    for element in node {
      guard case .expression(let condition) = element.condition else { continue }
      add(.condition, condition, "true")
    }
    return .visitChildren
  }

  override func visit(_ node: WhereClauseSyntax) -> SyntaxVisitorContinueKind {
    add(.condition, node.condition, "true")
    add(.condition, node.condition, "false")
    return .visitChildren
  }

  override func visit(_ node: CodeBlockItemSyntax) -> SyntaxVisitorContinueKind {
    if isDroppable(node) { add(.statement, node.item, "()") }
    return .visitChildren
  }

  private func isDroppable(_ node: CodeBlockItemSyntax) -> Bool {
    if node.item.is(FunctionCallExprSyntax.self) || node.item.is(DeferStmtSyntax.self)
      || node.item.is(BreakStmtSyntax.self) || node.item.is(ContinueStmtSyntax.self)
    {
      return true
    }
    guard let change = node.item.as(InfixOperatorExprSyntax.self) else { return false }
    let isCompound =
      change.operator.as(BinaryOperatorExprSyntax.self).map {
        ["+=", "-=", "|="].contains($0.operator.text)
      }
      ?? false
    guard isCompound || change.operator.is(AssignmentExprSyntax.self) else { return false }
    // A property that an initializer gives no value does not compile.
    return !isOfInitializer(node) && !isOnlyValue(of: change.leftOperand)
  }

  override func visit(_ node: DeclReferenceExprSyntax) -> SyntaxVisitorContinueKind {
    if !isSet(node) {
      for name in swaps.mistakes(for: node.baseName.text) { add(.swap, node.baseName, name) }
    }
    return .visitChildren
  }

  /// Whether an initializer gives this property its value: it must give each one, and only once.
  private func isSet(_ node: DeclReferenceExprSyntax) -> Bool {
    var target = Syntax(node)
    if let access = target.parent?.as(MemberAccessExprSyntax.self) { target = Syntax(access) }
    if let element = target.parent?.as(LabeledExprSyntax.self),
      let tuple = element.parent?.parent?.as(TupleExprSyntax.self)
    {
      target = Syntax(tuple)
    }
    guard let change = target.parent?.as(InfixOperatorExprSyntax.self),
      change.operator.is(AssignmentExprSyntax.self), change.leftOperand.id == target.id,
      let item = change.parent?.as(CodeBlockItemSyntax.self)
    else { return false }
    return isOfInitializer(item)
  }

  /// Whether what is assigned to is a constant without a value, or a property in an initializer.
  private func isOnlyValue(of target: ExprSyntax) -> Bool {
    guard let name = target.as(DeclReferenceExprSyntax.self)?.baseName.text else { return false }
    var above = target.parent
    while let node = above, !node.is(CodeBlockSyntax.self) || !isFunction(node.parent) {
      above = node.parent
    }
    guard let body = above else { return false }
    let locals = LocalFinder(viewMode: .sourceAccurate)
    locals.walk(body)
    let isProperty = body.parent?.is(InitializerDeclSyntax.self) == true
    return locals.empty.contains(name) || isProperty && !locals.names.contains(name)
  }

  private func isFunction(_ node: Syntax?) -> Bool {
    node?.is(FunctionDeclSyntax.self) == true || node?.is(InitializerDeclSyntax.self) == true
      || node?.is(AccessorDeclSyntax.self) == true
  }

  private func isOfInitializer(_ item: CodeBlockItemSyntax) -> Bool {
    item.parent?.parent?.parent?.is(InitializerDeclSyntax.self) == true
  }

  /// A case that is named twice and one that is not named do not compile.
  override func visit(_ node: SwitchCaseLabelSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
}

/// The local variables and constants of a body; `empty` are constants that get their value later.
private final class LocalFinder: SyntaxVisitor {
  var names: Set<String> = []
  var empty: Set<String> = []

  override func visit(_ node: VariableDeclSyntax) -> SyntaxVisitorContinueKind {
    for binding in node.bindings {
      guard let name = binding.pattern.as(IdentifierPatternSyntax.self)?.identifier.text else {
        continue
      }
      names.insert(name)
      if binding.initializer == nil, node.bindingSpecifier.tokenKind == .keyword(.let) {
        empty.insert(name)
      }
    }
    return .visitChildren
  }
}
