using System.Collections.Immutable;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Generators.Analyzers;

/// <summary>Reports attributes that say something of an event, a group or a handler, but stand where nothing reads them.</summary>
/// <remarks>
/// It starts from the attributes as they are written, so that it costs a look at each one's name and sees lambdas too. One that is
/// written by an alias it does not see.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MisplacedAttributeAnalyzer : DiagnosticAnalyzer
{
    private static readonly string[] s_looked = [RuntimeNames.RetryAttribute, RuntimeNames.HandlerTimeoutAttribute, RuntimeNames.PublishToAttribute, RuntimeNames.TriggerAttribute, RuntimeNames.EventKeyAttribute, RuntimeNames.EventUpgradeAttribute];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [EventRules.MisplacedAttribute, HandlerRules.MisplacedAttribute];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        // Declarations in files that call themselves generated are generated for too.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            var bases = new EventBases(start.Compilation);
            start.RegisterSyntaxNodeAction(attribute => Analyze(attribute, bases), SyntaxKind.Attribute);
        });
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, EventBases bases)
    {
        var attribute = (AttributeSyntax)context.Node;
        if (MeantBy(WrittenAttribute.LastName(attribute.Name)) is not { } meant || attribute.Parent is not AttributeListSyntax { Parent: { } owner } list) return;
        if (SymbolOf(owner, context.SemanticModel, context.CancellationToken) is not { } symbol) return;

        // Most stand where they are read. Only of the others is it asked what the attribute is, which the compiler would have to bind once more.
        if (Misplaced(meant, symbol, list, bases, context.CancellationToken) is not { } found) return;
        if (context.SemanticModel.GetSymbolInfo(attribute, context.CancellationToken).Symbol is not IMethodSymbol constructor || !constructor.ContainingType.Is(meant)) return;

        string name = constructor.ContainingType.Name.Replace(WrittenAttribute.Suffix, "");
        var (rule, on, violation) = found;
        context.ReportDiagnostic(Diagnostic.Create(rule, attribute.GetLocation(), name, on, violation.Fact, violation.Remedy));
    }

    private static (DiagnosticDescriptor Rule, string On, Violation Violation)? Misplaced(
        string meant, ISymbol symbol, AttributeListSyntax list, EventBases bases, CancellationToken cancellationToken)
    {
        if (meant == RuntimeNames.EventKeyAttribute)
        {
            return MisplacedKey.Violation(symbol, list.Target?.Identifier.ValueText, bases, cancellationToken) is { } violation
                ? (EventRules.MisplacedAttribute, NameOf(symbol), violation)
                : null;
        }

        if (meant == RuntimeNames.EventUpgradeAttribute)
        {
            return symbol is IMethodSymbol upgrade && !(upgrade.MethodKind == MethodKind.Ordinary && UpgradeParser.IsInEvent(upgrade))
                ? (EventRules.MisplacedAttribute, NameOf(symbol), new("which is in no event", "move the method into the event that it makes"))
                : null;
        }

        return symbol switch
        {
            INamedTypeSymbol type => OfType(type) is { } violation ? (EventRules.MisplacedAttribute, type.FullName(), violation) : null,
            IMethodSymbol method when !method.HasAttribute(RuntimeNames.SubscribeAttribute) => (HandlerRules.MisplacedAttribute, method.FullName(), OfMethod(method)),
            _ => null,
        };
    }

    private static Violation? OfType(INamedTypeSymbol type)
    {
        if (type.HasAttribute(RuntimeNames.EventAttribute) || type.HasAttribute(RuntimeNames.EventGroupAttribute)) return null;
        if (type.TypeKind == TypeKind.Interface) return new("which is no group", "mark the interface with [EventGroup], or remove the attribute");
        if (HandlerMethods.DeclaredBy(type).Any()) return new("which is no event but has handlers", "put it on each of the handlers");
        return type.IsAbstract
            ? new("which is no event and gives its attributes to none", "put it on each of the events")
            : new("which is no event", "mark the type with [Event], or remove the attribute");
    }

    private static Violation OfMethod(IMethodSymbol method) => method.MethodKind == MethodKind.Ordinary
        ? new("which is no handler", "mark the method with [Subscribe], or remove the attribute")
        : new("which cannot be a handler", "what subscribes at run time has its event's settings; remove the attribute");

    // Asked of every attribute of the project: no closure.
    private static string? MeantBy(string lastName)
    {
        foreach (string known in s_looked)
        {
            if (WrittenAttribute.MayBe(known, lastName)) return known;
        }

        return null;
    }

    private static string NameOf(ISymbol part)
    {
        var owner = part.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } ? part.ContainingType : part.ContainingSymbol;
        return $"{owner.FullName()}.{part.Name}";
    }

    private static ISymbol? SymbolOf(SyntaxNode owner, SemanticModel model, CancellationToken cancellationToken) => owner switch
    {
        LambdaExpressionSyntax => model.GetSymbolInfo(owner, cancellationToken).Symbol,

        // One list of attributes for all of its variables.
        FieldDeclarationSyntax field => model.GetDeclaredSymbol(field.Declaration.Variables[0], cancellationToken),
        _ => model.GetDeclaredSymbol(owner, cancellationToken),
    };
}
