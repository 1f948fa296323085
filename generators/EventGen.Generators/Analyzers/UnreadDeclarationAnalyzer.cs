using System.Collections.Immutable;
using EventGen.Generators.Models;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Generators.Analyzers;

/// <summary>Reports events, groups and handlers in what other generators write, such as the code of a <c>.razor</c> file.</summary>
/// <remarks>An analyzer sees the project with all that was generated; EventGen's generator saw only what is written by hand.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnreadDeclarationAnalyzer : DiagnosticAnalyzer
{
    private static readonly string[] s_attributes =
    [
        RuntimeNames.EventAttribute, RuntimeNames.EventGroupAttribute, RuntimeNames.SubscribeAttribute, RuntimeNames.PublishToAttribute, RuntimeNames.RetryAttribute, RuntimeNames.HandlerTimeoutAttribute, RuntimeNames.EventKeyAttribute,
    ];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [EventRules.NotRead, HandlerRules.NotRead];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (!ParseScope.IsSupported(start.Compilation) || start.Compilation.GetTypeByMetadataName(RuntimeNames.SubscribeAttribute) is null) return;
            var unread = new HashSet<SyntaxTree>(GeneratedTrees.OfOthers(start.Compilation));
            if (unread.Count == 0) return;
            start.RegisterSemanticModelAction(model =>
            {
                if (unread.Contains(model.SemanticModel.SyntaxTree)) Analyze(model);
            });
        });
    }

    private static void Analyze(SemanticModelAnalysisContext context)
    {
        var semantics = context.SemanticModel;
        foreach (var attribute in AttributesIn(semantics.SyntaxTree.GetRoot(context.CancellationToken)))
        {
            if (attribute.Parent?.Parent is not { } owner || !s_attributes.Any(known => WrittenAttribute.MayBe(known, WrittenAttribute.LastName(attribute.Name)))) continue;
            if (semantics.GetSymbolInfo(attribute, context.CancellationToken).Symbol is not IMethodSymbol { ContainingType: { } kind }) continue;
            if (!s_attributes.Any(known => kind.Is(known)) || SymbolOf(owner, semantics, context.CancellationToken) is not { } symbol) continue;
            Report(context, attribute, kind, symbol);
        }

        foreach (var type in MembersIn(semantics.SyntaxTree.GetRoot(context.CancellationToken)).OfType<TypeDeclarationSyntax>())
        {
            if (FileSyntax.MayInherit(type)) ReportInherited(context, type);
        }
    }

    private static void Report(SemanticModelAnalysisContext context, AttributeSyntax attribute, INamedTypeSymbol kind, ISymbol symbol)
    {
        INamedTypeSymbol type = symbol as INamedTypeSymbol ?? symbol.ContainingType;
        var place = attribute.GetLocation();
        if (symbol is IMethodSymbol method && kind.Is(RuntimeNames.SubscribeAttribute))
        {
            // A handler goes by the name of the class that has it, be it from a base class.
            if (!WasRead(context, HandlerClassParser.IsConcrete(type) || method.IsStatic ? CSharpText.Literal(method.FullName()) : $".{method.Name}\""))
                context.ReportDiagnostic(Diagnostic.Create(HandlerRules.NotRead, place, method.FullName(), "it", FileFor(place, type)));
        }
        else if (!(kind.Is(RuntimeNames.EventAttribute) && WasRead(context, CSharpText.Literal(type.FullName()))))
        {
            string owner = symbol is INamedTypeSymbol or IMethodSymbol ? symbol.FullName() : $"{type.FullName()}.{symbol.Name}";
            context.ReportDiagnostic(Diagnostic.Create(EventRules.NotRead, place, kind.Name.Replace(WrittenAttribute.Suffix, ""), owner, FileFor(place, type)));
        }
    }

    // The base class is named here, so the generator did not know that there are handlers to inherit.
    private static void ReportInherited(SemanticModelAnalysisContext context, TypeDeclarationSyntax derivedType)
    {
        if (context.SemanticModel.GetDeclaredSymbol(derivedType, context.CancellationToken) is not INamedTypeSymbol type) return;
        var silent = new ParseScope(context.SemanticModel.Compilation, report: null, context.CancellationToken);
        foreach (var handler in HandlerSource.Inherited(type, silent, new List<FailureModel>()))
        {
            // The Razor compiler says where this name was written.
            var place = derivedType.BaseList!.Types[0].GetLocation();
            if (!WasRead(context, CSharpText.Literal(handler.FullName)))
                context.ReportDiagnostic(Diagnostic.Create(HandlerRules.NotRead, place, handler.FullName, "the name of its base class", FileFor(place, type)));
        }
    }

    // Some generators write before all others run: that is read. What was read of an event or a handler is named in what EventGen wrote.
    private static bool WasRead(SemanticModelAnalysisContext context, string literal) =>
        GeneratedTrees.Own(context.SemanticModel.Compilation).Any(tree => tree.GetText(context.CancellationToken).ToString().Contains(literal));

    // "Counter.razor" has its code in "Counter.razor.cs".
    private static string FileFor(Location place, INamedTypeSymbol type)
    {
        string mapped = place.GetMappedLineSpan() is { HasMappedPath: true } span ? span.Path.Replace('\\', '/') : "";
        return mapped.Length > 0 ? $"{mapped.Substring(mapped.LastIndexOf('/') + 1)}.cs" : $"{type.Name}.cs";
    }

    private static IEnumerable<AttributeSyntax> AttributesIn(SyntaxNode root) => root
        .DescendantNodes(static node => node
            is CompilationUnitSyntax or MemberDeclarationSyntax or AttributeListSyntax or ParameterListSyntax or ParameterSyntax)
        .OfType<AttributeSyntax>();

    private static IEnumerable<SyntaxNode> MembersIn(SyntaxNode root) =>
        root.DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax);

    private static ISymbol? SymbolOf(SyntaxNode owner, SemanticModel model, CancellationToken cancellationToken) => owner is FieldDeclarationSyntax field
        ? model.GetDeclaredSymbol(field.Declaration.Variables[0], cancellationToken)
        : model.GetDeclaredSymbol(owner, cancellationToken);
}
