using System.Composition;
using EventGen.CodeFixes.Editing;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.CodeFixes.Triggers;

/// <summary>EVG1201: adds the condition that the trigger names, to be filled in.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ConditionFix() : EditingFix(TriggerRules.CannotBeCalled.Id, "Add the condition")
{
    private protected override async Task<IReadOnlyList<NodeEdit>> PlanAsync(
        Document document, Diagnostic diagnostic, NewNames names, CancellationToken cancellationToken)
    {
        if (await TriggerDeclaration.FindAsync(document, diagnostic, cancellationToken).ConfigureAwait(false) is not { } trigger) return [];
        if (TriggerParser.ConditionOf(trigger.Attribute) is not { } condition || !SyntaxFacts.IsValidIdentifier(condition)) return [];

        // Nothing of that name is there, but for conditions of triggers on other entities.
        if (trigger.Event.GetMembers(condition).Any(static member => member is not IMethodSymbol { IsStatic: true }) || condition == trigger.Event.Name) return [];
        if (TriggerParser.MethodsOf(trigger.Event, condition).Any(method => TriggerParser.TakesChange(method, trigger.Entity))) return [];

        string text = $"public static bool {condition}({trigger.Change} change) => throw new {trigger.NotImplemented}();";
        return [trigger.Adding(document, text, $"{condition} {trigger.Entity.FullName()}")];
    }
}
