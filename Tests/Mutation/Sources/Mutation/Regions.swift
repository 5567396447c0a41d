import SwiftSyntax

/// A part of a file that can be there several times, one of which is chosen when the program runs.
struct Region {
  enum Kind: Hashable {
    /// The statements of a function or an accessor; `isValue` when they are one expression whose
    /// value is returned without the word.
    case body(isValue: Bool)
    /// An expression that a property, constant or parameter begins with.
    case beginning
  }
  var kind: Kind
  /// Its bytes.
  var range: Range<Int>
  /// An initializer must give each property a value on every way through it.
  var isInitializer = false
}

/// Finds the regions of a file: bodies as a whole, with whatever is in them.
final class RegionFinder: SyntaxVisitor {
  private(set) var regions: [Region] = []

  static func regions(of tree: some SyntaxProtocol) -> [Region] {
    let finder = RegionFinder(viewMode: .sourceAccurate)
    finder.walk(tree)
    return finder.regions.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  private func add(
    _ statements: CodeBlockItemListSyntax, returns: Bool, isInitializer: Bool = false
  ) {
    guard !statements.isEmpty else { return }
    let isValue = returns && statements.count == 1 && isExpression(statements)
    regions.append(
      Region(
        kind: .body(isValue: isValue), range: statements.bytes, isInitializer: isInitializer))
  }

  /// Whether the only statement is a value, and not an `if` or a `switch` that returns by itself.
  private func isExpression(_ statements: CodeBlockItemListSyntax) -> Bool {
    guard let item = statements.first?.item else { return false }
    let isStatement = item.is(StmtSyntax.self) && !item.is(ExpressionStmtSyntax.self)
    let returns = statements.tokens(viewMode: .sourceAccurate).contains {
      $0.tokenKind == .keyword(.return)
    }
    return !item.is(DeclSyntax.self) && !isStatement && !returns
  }

  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind {
    walk(node.signature)
    if let body = node.body {
      add(body.statements, returns: node.signature.returnClause != nil)
    }
    return .skipChildren
  }

  override func visit(_ node: InitializerDeclSyntax) -> SyntaxVisitorContinueKind {
    walk(node.signature)
    if let body = node.body { add(body.statements, returns: false, isInitializer: true) }
    return .skipChildren
  }

  override func visit(_ node: AccessorBlockSyntax) -> SyntaxVisitorContinueKind {
    switch node.accessors {
    case .getter(let statements): add(statements, returns: true)
    case .accessors(let accessors):
      for accessor in accessors {
        guard let body = accessor.body else { continue }
        add(body.statements, returns: accessor.accessorSpecifier.tokenKind == .keyword(.get))
      }
    }
    return .skipChildren
  }

  override func visit(_ node: InitializerClauseSyntax) -> SyntaxVisitorContinueKind {
    // A raw value of an enum must stay a literal.
    if node.parent?.is(EnumCaseElementSyntax.self) == true { return .skipChildren }
    regions.append(Region(kind: .beginning, range: node.value.bytes))
    return .skipChildren
  }
}

extension SyntaxProtocol {
  /// Where it is in its file, without the space and the comments around it.
  var bytes: Range<Int> {
    positionAfterSkippingLeadingTrivia.utf8Offset..<endPositionBeforeTrailingTrivia.utf8Offset
  }
}
