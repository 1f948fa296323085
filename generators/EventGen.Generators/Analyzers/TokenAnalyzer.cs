using System.Collections.Immutable;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace EventGen.Generators.Analyzers;

/// <summary>Suggests a token to handlers that call what could be cancelled.</summary>
/// <remarks>An analyzer of its own: a build that shows no suggestions does not run it.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TokenAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [HandlerRules.TokenNotPassed];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationBlockStartAction(static block =>
        {
            if (block.OwningSymbol is not IMethodSymbol method || !method.HasAttribute(RuntimeNames.SubscribeAttribute)) return;
            if (method.Parameters.Any(static parameter => parameter.Type.Is(FrameworkNames.CancellationToken))) return;
            block.RegisterOperationAction(call => Analyze(call, method), OperationKind.Invocation);
        });
    }

    private static void Analyze(OperationAnalysisContext context, IMethodSymbol handler)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!LeavesTokenOut(call) && !HasOverloadWithToken(call.TargetMethod, context.Compilation)) return;
        context.ReportDiagnostic(Diagnostic.Create(
            HandlerRules.TokenNotPassed, TopicCall.LocationOf(call), handler.FullName(), call.TargetMethod.Name));
    }

    private static bool LeavesTokenOut(IInvocationOperation call) => call.Arguments.Any(static argument =>
        argument is { ArgumentKind: ArgumentKind.DefaultValue, Parameter.Type: { } type } && type.Is(FrameworkNames.CancellationToken));

    // The same parameters and a token after them.
    private static bool HasOverloadWithToken(IMethodSymbol called, Compilation compilation)
    {
        var method = called.OriginalDefinition;
        if (method.Parameters.Any(static parameter => parameter.Type.Is(FrameworkNames.CancellationToken))) return false;
        return method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().Any(other =>
            other.Parameters.Length == method.Parameters.Length + 1
            && other.IsStatic == method.IsStatic
            && other.Arity == method.Arity
            && other.Parameters[method.Parameters.Length].Type.Is(FrameworkNames.CancellationToken)
            && !other.HasAttribute(FrameworkNames.ObsoleteAttribute)
            && compilation.IsSymbolAccessibleWithin(other, compilation.Assembly)
            && method.Parameters.Zip(other.Parameters, static (left, right) => SameType(left, right)).All(static same => same));
    }

    // Type parameters of two methods are never equal, but may have one name.
    private static bool SameType(IParameterSymbol left, IParameterSymbol right) => left.RefKind == right.RefKind
        && (SymbolEqualityComparer.Default.Equals(left.Type, right.Type) || left.Type.ToDisplayString() == right.Type.ToDisplayString());
}
