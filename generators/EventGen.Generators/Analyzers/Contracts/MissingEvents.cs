using EventGen.EventContracts;
using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.Generators.Analyzers;

/// <summary>The events of a contract file that the project does not declare.</summary>
internal static class MissingEvents
{
    public static IEnumerable<EventContract> Of(ContractFile file, ProjectContracts contracts, Compilation compilation, CancellationToken cancellationToken) => file.Events.Where(contract =>
        !contract.IsRemoved
        && !contracts.Declares(contract.Id, cancellationToken)
        && !contracts.HasNewId(contract, file, cancellationToken)   // reported at the event
        && !IsInTextThatIsLeftOut(contract, compilation, cancellationToken));

    // Another target framework of the project may declare it.
    private static bool IsInTextThatIsLeftOut(EventContract contract, Compilation compilation, CancellationToken cancellationToken)
    {
        string name = contract.Type.Substring(contract.Type.LastIndexOf('.') + 1);
        return compilation.SyntaxTrees.Any(tree =>
            tree.GetRoot(cancellationToken) is { ContainsDirectives: true } root
            && root.DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.DisabledTextTrivia) && trivia.ToFullString().Contains(name)));
    }
}
