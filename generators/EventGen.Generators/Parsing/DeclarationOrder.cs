using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.Generators.Parsing;

/// <summary>
/// The order in which things are written. A partial type's parts come by their files' paths, so that what is generated
/// does not depend on the order in which the compiler was given the files.
/// </summary>
internal static class DeclarationOrder
{
    /// <summary>Some members of one type: what its parameters declare first, then the others.</summary>
    /// <remarks>Chosen before they are put in order: of a record most members are written by the compiler.</remarks>
    public static IEnumerable<ISymbol> MembersInOrder(this INamedTypeSymbol type, Func<ISymbol, bool> choose)
    {
        var members = new List<(ISymbol Member, SyntaxReference? Place)>();
        bool isInOrder = true;
        foreach (var member in type.GetMembers())
        {
            if (!choose(member)) continue;
            var one = (Member: member, Place: member.DeclaringSyntaxReferences.FirstOrDefault());
            isInOrder = isInOrder && (members.Count == 0 || Compare(members[members.Count - 1].Place, one.Place) <= 0);
            members.Add(one);
        }

        // As the compiler lists them, mostly.
        return isInOrder || type.DeclaringSyntaxReferences.IsEmpty
            ? members.ConvertAll(static one => one.Member)
            : members.OrderBy(static one => one.Place, Comparer<SyntaxReference?>.Create(Compare)).Select(static one => one.Member);
    }

    /// <summary>The attributes of one symbol that have that full name.</summary>
    public static IEnumerable<AttributeData> AttributesInOrder(this ISymbol symbol, string fullName) => symbol.GetAttributes()
        .Where(attribute => attribute.AttributeClass.Is(fullName))
        .OrderBy(static attribute => Path(attribute.ApplicationSyntaxReference), StringComparer.Ordinal)
        .ThenBy(static attribute => Position(attribute.ApplicationSyntaxReference));

    /// <summary>The declarations of one symbol: of a partial type its parts.</summary>
    public static IEnumerable<SyntaxReference> PartsInOrder(this ISymbol symbol) => symbol.DeclaringSyntaxReferences is { Length: > 1 } parts
        ? parts.OrderBy(static part => Path(part), StringComparer.Ordinal).ThenBy(static part => Position(part))
        : symbol.DeclaringSyntaxReferences;

    private static int Compare(SyntaxReference? one, SyntaxReference? other)
    {
        int order = Rank(one).CompareTo(Rank(other));
        if (order == 0) order = string.CompareOrdinal(Path(one), Path(other));
        return order == 0 ? Position(one).CompareTo(Position(other)) : order;
    }

    private static int Rank(SyntaxReference? place) => place?.GetSyntax() is ParameterSyntax ? 0 : 1;

    private static string Path(SyntaxReference? place) => place?.SyntaxTree.FilePath ?? "";

    private static int Position(SyntaxReference? place) => place?.Span.Start ?? 0;
}
