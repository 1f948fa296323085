using System.Composition;
using EventGen.CodeFixes.Editing;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace EventGen.CodeFixes.Triggers;

/// <summary>EVG1202: adds <c>From</c> with every part filled in; those that the entity does not have are local functions to be written.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MappingFix() : EditingFix(TriggerRules.PartNotMatched.Id, "Add From")
{
    private protected override async Task<IReadOnlyList<NodeEdit>> PlanAsync(
        Document document, Diagnostic diagnostic, NewNames names, CancellationToken cancellationToken)
    {
        if (await TriggerDeclaration.FindAsync(document, diagnostic, cancellationToken).ConfigureAwait(false) is not { } trigger) return [];

        // One that is there and does not fit has to be changed by hand.
        if (trigger.Event.GetMembers(TriggerMapping.Method).Any(static member => member is not IMethodSymbol { IsStatic: true })) return [];
        if (TriggerParser.MethodsOf(trigger.Event, TriggerMapping.Method).Any(method => TriggerParser.TakesChange(method, trigger.Entity))) return [];

        var scope = new ParseScope(trigger.Model.Compilation, report: null, cancellationToken);
        return ConstructionParser.Choose(trigger.Event, scope) is { } constructor
            ? [trigger.Adding(document, Text(trigger, constructor, scope), $"{TriggerMapping.Method} {trigger.Entity.FullName()}")]
            : [];
    }

    private static string Text(TriggerDeclaration trigger, IMethodSymbol constructor, ParseScope scope)
    {
        var arguments = new List<string>();
        var initializers = new List<string>();
        var open = new List<string>();
        bool isNamed = false;
        foreach (var part in TriggerMapping.Parts(trigger.Event, constructor))
        {
            string? value = PartValue.Of(trigger, part.Name, part.Type, scope);
            if (value is null && part.IsOptional)
            {
                isNamed = true;
                continue;
            }

            if (value is null)
            {
                string name = char.ToUpperInvariant(part.Name[0]) + part.Name.Substring(1);
                value = $"{name}()";
                open.Add($"{trigger.Named(part.Type)} {name}() => throw new {trigger.NotImplemented}();");
            }

            if (!part.IsParameter) initializers.Add($"{CSharpText.Identifier(part.Name)} = {value}");
            else arguments.Add(isNamed ? $"{CSharpText.Identifier(part.Name)}: {value}" : value);
        }

        string made = $"new({string.Join(", ", arguments)}){(initializers.Count == 0 ? "" : $" {{ {string.Join(", ", initializers)} }}")}";
        string head = $"public static {trigger.Named(trigger.Event)} {TriggerMapping.Method}({trigger.Change} change)";
        return open.Count == 0
            ? $"{head} => {made};"
            : $"{head}\n{{\n    return {made};\n\n{string.Join("\n", open.Select(static line => $"    {line}"))}\n}}";
    }
}
