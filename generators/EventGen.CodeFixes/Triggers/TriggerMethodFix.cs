using System.Composition;
using EventGen.CodeFixes.Editing;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.CodeFixes.Triggers;

/// <summary>EVG1201 and EVG1202: gives a condition or <c>From</c> that is there the signature that generated code calls.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class TriggerMethodFix() : EditingFix("Change the signature", [TriggerRules.CannotBeCalled.Id, TriggerRules.PartNotMatched.Id])
{
    private protected override async Task<IReadOnlyList<NodeEdit>> PlanAsync(
        Document document, Diagnostic diagnostic, NewNames names, CancellationToken cancellationToken)
    {
        if (await TriggerDeclaration.FindAsync(document, diagnostic, cancellationToken).ConfigureAwait(false) is not { } trigger) return [];
        bool isCondition = diagnostic.Id == TriggerRules.CannotBeCalled.Id;
        string? name = isCondition ? TriggerParser.ConditionOf(trigger.Attribute) : TriggerMapping.Method;
        if (name is null || Candidate(trigger, name, isCondition) is not { } method) return [];

        // One of a base class or another part of the event may be in another file.
        if (await method.DeclaringSyntaxReferences[0].GetSyntaxAsync(cancellationToken).ConfigureAwait(false) is not MethodDeclarationSyntax declaration) return [];
        if (document.Project.GetDocument(declaration.SyntaxTree) is not { } place || !Signatures.MayChange(method, declaration)) return [];

        var model = (await place.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        var returned = isCondition ? model.Compilation.GetSpecialType(SpecialType.System_Boolean) : trigger.Event;
        if (TriggerSignature.Of(declaration, method, trigger.Entity, returned, model, cancellationToken) is not { } changed) return [];
        return await CompilesAsync(place, model, declaration, changed, cancellationToken).ConfigureAwait(false) ? [new(place, declaration, "signature", _ => changed)] : [];
    }

    // The one method that is meant: conditions and From of triggers on other entities have the same name and are right.
    private static IMethodSymbol? Candidate(TriggerDeclaration trigger, string name, bool isCondition)
    {
        var methods = TriggerParser.MethodsOf(trigger.Event, name)
            .Where(method => method is { MethodKind: MethodKind.Ordinary, Arity: 0, RefKind: RefKind.None, DeclaringSyntaxReferences.Length: 1 } && !IsOfAnotherTrigger(method, trigger))
            .ToList();
        if (methods.FindAll(method => TriggerParser.TakesChange(method, trigger.Entity)) is { Count: > 0 } taking) methods = taking;
        else if (!isCondition) methods.RemoveAll(method => TriggerSignature.Subject(method, trigger.Entity, trigger.Model.Compilation) is null);
        return methods.Count == 1 ? methods[0] : null;
    }

    private static bool IsOfAnotherTrigger(IMethodSymbol method, TriggerDeclaration trigger) => trigger.Event.GetAttributes().Any(attribute =>
        TriggerParser.EntityOf(attribute) is { } entity && !SymbolEqualityComparer.Default.Equals(entity, trigger.Entity) && TriggerParser.TakesChange(method, entity));

    // The body may use what the new signature does not give it.
    private static async Task<bool> CompilesAsync(Document document, SemanticModel before, MethodDeclarationSyntax declaration, MethodDeclarationSyntax changed, CancellationToken cancellationToken)
    {
        var root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        var after = (await document.WithSyntaxRoot(root.ReplaceNode(declaration, changed)).GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        return Errors(after, cancellationToken) <= Errors(before, cancellationToken);
    }

    private static int Errors(SemanticModel model, CancellationToken cancellationToken) =>
        model.GetDiagnostics(cancellationToken: cancellationToken).Count(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
