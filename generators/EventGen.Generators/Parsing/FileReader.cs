using EventGen.Generators.Models;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.Generators.Parsing;

/// <summary>Reads what one file declares. A declaration on which that fails is noted and brings nothing; the others are read.</summary>
/// <remarks>Used once.</remarks>
internal sealed class FileReader(SyntaxTree tree, FileSyntax syntax, Func<string, bool> isGlobalAlias, ParseScope scope)
{
    private readonly Lazy<SemanticModel> _semantics = new(() => scope.Compilation.GetSemanticModel(tree));
    private readonly List<string> _unread = [];
    private readonly List<FailureModel> _failures = [];

    public FileDeclarations Read() => new(
        Marked<TypeDeclarationSyntax, INamedTypeSymbol, EventModel?>(RuntimeNames.EventAttribute, type => EventParser.Parse(type, scope)),
        Marked<MethodDeclarationSyntax, IMethodSymbol, HandlerModel?>(RuntimeNames.SubscribeAttribute, ReadHandler),
        _unread.ToEquatableArray(),   // found while the handlers were read
        syntax.DerivedTypes.Select(derivedType => Guard(derivedType, () => ReadDerivedType(derivedType))).ToEquatableArray(),
        Marked<ClassDeclarationSyntax, INamedTypeSymbol, JsonContextModel?>(FrameworkNames.JsonSerializableAttribute, type => JsonContextParser.Parse(type, scope)),
        Marked<InterfaceDeclarationSyntax, INamedTypeSymbol, GroupModel?>(RuntimeNames.EventGroupAttribute, type => GroupParser.Parse(type, scope)),
        _failures.ToEquatableArray());   // the last: found while all of them were read

    /// <summary>What the file's events are on the wire. The analyzer reads the same events, and reports what fails with its place.</summary>
    public EquatableArray<ContractModel?> ReadContracts(ProjectContracts contracts) =>
        Marked<TypeDeclarationSyntax, INamedTypeSymbol, ContractModel?>(RuntimeNames.EventAttribute, type => ContractReader.Read(type, contracts, scope));

    private HandlerModel? ReadHandler(IMethodSymbol method)
    {
        if (UnresolvedTypes.IsEventOf(method)) _unread.Add(method.FullName());
        return HandlerSource.Declared(method, scope);
    }

    private EquatableArray<HandlerModel> ReadDerivedType(TypeDeclarationSyntax declaration) =>
        _semantics.Value.GetDeclaredSymbol(declaration, scope.CancellationToken) is { } type && IsFirstWithBases(declaration, type)
            ? HandlerSource.Inherited(type, scope, _failures)
            : default;

    private EquatableArray<TModel> Marked<TSyntax, TSymbol, TModel>(string attribute, Func<TSymbol, TModel> read)
        where TSyntax : MemberDeclarationSyntax
        where TSymbol : class, ISymbol
        where TModel : class?, IEquatable<TModel>? => syntax.Marked
        .Where(marked => marked.Declaration is TSyntax && marked.MayHave(attribute, IsAlias))
        .Select(marked => Guard(marked.Declaration, () => Owned<TSymbol>(marked.Declaration, attribute) is { } symbol ? read(symbol) : null)!)
        .ToEquatableArray();

    private T? Guard<T>(MemberDeclarationSyntax declaration, Func<T?> read) =>
        ItemGuard.Parse(read, exception => _failures.Add(new FailureModel(NameOf(declaration), exception)));

    // From the syntax: the symbol may be what fails.
    private static string NameOf(MemberDeclarationSyntax declaration) => string.Join(".", declaration.AncestorsAndSelf().Reverse().Select(static node => node switch
    {
        BaseNamespaceDeclarationSyntax space => space.Name.ToString(),
        BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        _ => "",
    }).Where(static name => name.Length > 0));

    private bool IsAlias(string name) => isGlobalAlias(name) || syntax.Aliases.Local.Contains(name);

    // Of a partial declaration several parts may be marked; the part with the first attribute stands for all.
    private TSymbol? Owned<TSymbol>(MemberDeclarationSyntax declaration, string attribute) where TSymbol : class, ISymbol =>
        _semantics.Value.GetDeclaredSymbol(declaration, scope.CancellationToken) is TSymbol symbol
        && symbol.FindAttribute(attribute)?.ApplicationSyntaxReference is { } place
        && place.SyntaxTree == tree
        && declaration.FullSpan.Contains(place.Span)
            ? symbol
            : null;

    private bool IsFirstWithBases(TypeDeclarationSyntax declaration, INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.FirstOrDefault(place =>
            place.GetSyntax(scope.CancellationToken) is TypeDeclarationSyntax { BaseList: not null }) is { } first
        && first.SyntaxTree == tree
        && first.Span == declaration.Span;
}
