using EventGen.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace EventGen.CodeFixes.Events;

/// <summary>Where a payload's part is written.</summary>
internal static class Writes
{
    /// <summary>Whether it is set once the payload has been made: whoever does has to make another payload, which is more than a fix can do.</summary>
    public static async Task<bool> ComeLaterAsync(ISymbol member, Solution solution, CancellationToken cancellationToken)
    {
        foreach (var (_, name) in await NamesOfAsync(member, solution, cancellationToken).ConfigureAwait(false))
        {
            if (IsLent(name) || IsSet(name)) return true;
        }

        return false;
    }

    /// <summary>The places in code written by hand that name the symbol.</summary>
    public static async Task<IReadOnlyList<(Document Document, SyntaxNode Name)>> NamesOfAsync(ISymbol symbol, Solution solution, CancellationToken cancellationToken)
    {
        var names = new List<(Document, SyntaxNode)>();
        foreach (var place in (await SymbolFinder.FindReferencesAsync(symbol, solution, cancellationToken).ConfigureAwait(false)).SelectMany(static found => found.Locations))
        {
            // What generators wrote, they write again.
            if (place.Document is SourceGeneratedDocument) continue;
            var root = await place.Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
            var name = root?.FindNode(place.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true);
            if (name is not null && !name.IsPartOfStructuredTrivia()) names.Add((place.Document, name));
        }

        return names;
    }

    /// <summary>The whole of what stands for the member: <c>payload.Number</c>.</summary>
    public static SyntaxNode Whole(SyntaxNode name)
    {
        var whole = name;
        while (whole.Parent is MemberAccessExpressionSyntax access && access.Name == whole || whole.Parent is MemberBindingExpressionSyntax) whole = whole.Parent;
        return whole;
    }

    // A field can be lent out to be written, a property cannot.
    private static bool IsLent(SyntaxNode name) =>
        Whole(name).Parent is ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None } or RefExpressionSyntax
            or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.AddressOfExpression };

    private static bool IsSet(SyntaxNode name)
    {
        // The payload's own constructors and initializers may; theirs have no other receiver than 'this'.
        var target = Whole(name);
        bool written = target.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == target,
            PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax => target.Parent.Kind() is SyntaxKind.PreIncrementExpression
                or SyntaxKind.PreDecrementExpression or SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression,
            ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } tuple } => assignment.Left == tuple,
            _ => false,
        };
        if (!written || target.Parent is { Parent: InitializerExpressionSyntax }) return false;

        bool onItself = target == name || target is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax };
        return !(onItself && Functions.Around(target) is ConstructorDeclarationSyntax);
    }
}
