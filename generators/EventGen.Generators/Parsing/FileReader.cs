using EventGen.Generators.Models;
using EventGen.Generators.Fingerprints;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.Generators.Parsing;

/// <summary>Reads what one file declares. A declaration on which that fails is noted and brings nothing; the others are read.</summary>
/// <remarks>A declaration that names what is not in reach is read a second time, in the widened compilation. Used once.</remarks>
internal sealed class FileReader(SyntaxTree tree, FileFingerprint fingerprint, Func<string, bool> isGlobalAlias, ParseScope scope, WidenedCompilation widened)
{
    private readonly Lazy<SemanticModel> _semantics = new(() => scope.Compilation.GetSemanticModel(tree));
    private readonly List<string> _unread = [];
    private readonly List<FailureModel> _failures = [];

    public FileDeclarations Read() => new(
        Marked<TypeDeclarationSyntax, INamedTypeSymbol, EventModel?>(KnownNames.Event, ReadEvent),
        Marked<MethodDeclarationSyntax, IMethodSymbol, HandlerModel?>(KnownNames.Subscribe, ReadHandler),
        _unread.ToEquatableArray(),   // found while the handlers were read
        fingerprint.DerivedTypes.Select(derivedType => Guard(derivedType, () => ReadDerivedType(derivedType))).ToEquatableArray(),
        Marked<ClassDeclarationSyntax, INamedTypeSymbol, JsonContextModel?>(KnownNames.JsonSerializable, ReadJsonContext),
        Marked<InterfaceDeclarationSyntax, INamedTypeSymbol, GroupModel?>(KnownNames.EventGroup, type => GroupParser.Parse(type, scope)),
        _failures.ToEquatableArray());   // the last: found while all of them were read

    private EventModel? ReadEvent(INamedTypeSymbol type)
    {
        if (UnresolvedTypes.OfEvent(type) is not { } open) return EventParser.Parse(type, scope);
        return UnresolvedTypes.TypeOf(open, widened.Value) is { } closed ? EventParser.Parse(closed, Widened()) : null;
    }

    private HandlerModel? ReadHandler(IMethodSymbol method)
    {
        if (UnresolvedTypes.OfHandler(method) is not { } open) return HandlerSource.Declared(method, scope);
        var closed = UnresolvedTypes.MethodOf(open, widened.Value);
        if (closed is null || UnresolvedTypes.IsOfOpenEvent(closed)) _unread.Add(open.FullName);
        return closed is null ? null : HandlerSource.Declared(closed, Widened());
    }

    private EquatableArray<HandlerModel> ReadDerivedType(TypeDeclarationSyntax declaration)
    {
        if (_semantics.Value.GetDeclaredSymbol(declaration, scope.CancellationToken) is not { } type || !IsFirstWithBases(declaration, type)) return default;
        if (UnresolvedTypes.OfDerivedType(type) is not { } open) return HandlerSource.Inherited(type, scope, _failures);
        return UnresolvedTypes.TypeOf(open, widened.Value) is { } closed ? HandlerSource.Inherited(closed, Widened(), _failures) : default;
    }

    // System.Text.Json's generator does not see the generated global using either, so a type that needs it is not listed.
    private JsonContextModel? ReadJsonContext(INamedTypeSymbol type) => JsonContextParser.Parse(type, scope);

    // Its compilation is made only where something is open.
    private ParseScope Widened() => new(widened.Value, report: null, scope.CancellationToken);

    private EquatableArray<TModel> Marked<TSyntax, TSymbol, TModel>(string attribute, Func<TSymbol, TModel> read)
        where TSyntax : MemberDeclarationSyntax
        where TSymbol : class, ISymbol
        where TModel : class?, IEquatable<TModel>? => fingerprint.Marked
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

    private bool IsAlias(string name) => isGlobalAlias(name) || fingerprint.Aliases.Local.Contains(name);

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
