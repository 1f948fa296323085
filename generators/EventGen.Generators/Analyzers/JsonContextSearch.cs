using EventGen.Generators.Joining;
using EventGen.Generators.Models;
using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>Finds the project's <c>JsonSerializerContext</c>s, once a compilation and only if some event is published.</summary>
/// <remarks>Thread safe. Two that search at once both find the same.</remarks>
internal sealed class JsonContextSearch(Compilation compilation)
{
    private volatile JsonIndex? _index;

    public JsonIndex Index(CancellationToken cancellationToken)
    {
        if (_index is { } known) return known;
        var scope = new ParseScope(compilation, report: null, cancellationToken);
        var found = new JsonIndex(TypesIn(compilation.Assembly.GlobalNamespace, cancellationToken)
            .Where(static type => type.BaseType is { SpecialType: SpecialType.None })
            .Select(type => JsonContextParser.Parse(type, scope))
            .OfType<JsonContextModel>());
        _index = found;
        return found;
    }

    private static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceOrTypeSymbol container, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var type in container.GetTypeMembers())
        {
            yield return type;
            foreach (var nested in TypesIn(type, cancellationToken)) yield return nested;
        }

        if (container is not INamespaceSymbol space) yield break;
        foreach (var child in space.GetNamespaceMembers())
        {
            foreach (var type in TypesIn(child, cancellationToken)) yield return type;
        }
    }
}
