using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.CodeFixes.Editing;

/// <summary>Takes attributes away from what they stand on; comments above stay.</summary>
internal static class AttributeRemoval
{
    public static SyntaxNode From(SyntaxNode root, IReadOnlyCollection<AttributeSyntax> removed)
    {
        var owners = removed.Select(static attribute => attribute.Parent!.Parent!).Distinct();
        return root.ReplaceNodes(owners, (original, current) => Without(original, current, removed));
    }

    // What stands inside the owner may have changed by then; its own lists have not.
    private static SyntaxNode Without(SyntaxNode original, SyntaxNode current, IReadOnlyCollection<AttributeSyntax> removed)
    {
        var lists = ListsOf(original);
        for (int i = lists.Count - 1; i >= 0; i--)
        {
            var kept = lists[i].Attributes.Where(attribute => !removed.Contains(attribute)).ToList();
            if (kept.Count == 0) current = WithoutList(current, i);
            else if (kept.Count < lists[i].Attributes.Count) current = current.ReplaceNode(ListsOf(current)[i], Of(lists[i], kept));
        }

        return current;
    }

    private static AttributeListSyntax Of(AttributeListSyntax list, List<AttributeSyntax> attributes)
    {
        var comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);
        return list.WithAttributes(SyntaxFactory.SeparatedList(attributes.Select(static attribute => attribute.WithoutTrivia()), Enumerable.Repeat(comma, attributes.Count - 1)));
    }

    // The first list has the comments above; the last one ends the line above what follows.
    private static SyntaxNode WithoutList(SyntaxNode owner, int index)
    {
        var list = ListsOf(owner)[index];
        if (index == 0) return owner.RemoveNode(list, SyntaxRemoveOptions.KeepNoTrivia)!.WithLeadingTrivia(list.GetLeadingTrivia());

        var end = list.GetTrailingTrivia();
        if (end.Any(SyntaxKind.EndOfLineTrivia)) owner = owner.ReplaceNode(ListsOf(owner)[index - 1], ListsOf(owner)[index - 1].WithTrailingTrivia(end));
        return owner.RemoveNode(ListsOf(owner)[index], SyntaxRemoveOptions.KeepNoTrivia)!;
    }

    private static List<AttributeListSyntax> ListsOf(SyntaxNode owner) => [.. owner.ChildNodes().OfType<AttributeListSyntax>()];
}
