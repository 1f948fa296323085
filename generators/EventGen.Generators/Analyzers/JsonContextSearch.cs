using EventGen.Generators.Aggregation;
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
        var found = new JsonIndex(DeclaredTypes.In(compilation.Assembly, cancellationToken)
            .Where(static type => type.BaseType is { SpecialType: SpecialType.None })
            .Select(type => JsonContextParser.Parse(type, scope))
            .OfType<JsonContextModel>());
        _index = found;
        return found;
    }
}
