using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace EventGen.Generators.Analyzers;

/// <summary>The runtime's types as one compilation knows them.</summary>
internal sealed class RuntimeTypes
{
    private readonly INamedTypeSymbol _topic;
    private readonly INamedTypeSymbol _bus;
    private readonly INamedTypeSymbol? _subscription;
    private readonly INamedTypeSymbol? _stream;
    private readonly INamedTypeSymbol? _group;
    private readonly INamedTypeSymbol? _testBus;

    private RuntimeTypes(Compilation compilation, INamedTypeSymbol topic, INamedTypeSymbol bus)
    {
        _topic = topic;
        _bus = bus;
        _subscription = compilation.GetTypeByMetadataName(RuntimeNames.Subscription);
        _stream = compilation.GetTypeByMetadataName(RuntimeNames.Stream + "`1");
        _group = compilation.GetTypeByMetadataName(RuntimeNames.Group + "`1");
        _testBus = compilation.GetTypeByMetadataName(RuntimeNames.TestBus);
    }

    /// <summary>Registers what looks at calls, unless the project knows nothing of the runtime and so can make none.</summary>
    public static void WhenReferenced(AnalysisContext context, Action<CompilationStartAnalysisContext, RuntimeTypes> register)
    {
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(RuntimeNames.Topic + "`1") is { } topic
                && start.Compilation.GetTypeByMetadataName(RuntimeNames.Bus) is { } bus)
            {
                register(start, new RuntimeTypes(start.Compilation, topic, bus));
            }
        });
    }

    /// <summary>The call as one on a topic; <see langword="null"/> when it is something else.</summary>
    public TopicCall? OnTopic(IInvocationOperation? call)
    {
        if (call is null) return null;
        var method = call.TargetMethod;
        if (PayloadOf(method.ContainingType) is { } own) return new(call, call.Instance, own);
        return method is { IsExtensionMethod: true, Parameters.Length: > 0 } && call.Arguments.Length > 0 && PayloadOf(method.Parameters[0].Type) is { } payload
            ? new(call, call.Arguments[0].Value, payload)
            : null;
    }

    /// <summary>The event of a topic's type, or the interface of a group's; <see langword="null"/> when the type is neither.</summary>
    public ITypeSymbol? PayloadOf(ITypeSymbol? type) =>
        type is INamedTypeSymbol { TypeArguments.Length: 1 } named && (Same(named.OriginalDefinition, _topic) || Same(named.OriginalDefinition, _group))
            ? named.TypeArguments[0]
            : null;

    /// <summary>Whether topics or groups have a member of that name.</summary>
    public bool IsMemberOfTopics(string name)
    {
        for (var type = _topic; type is not null; type = type.BaseType)
        {
            if (!type.GetMembers(name).IsEmpty) return true;
        }

        return _group is not null && !_group.GetMembers(name).IsEmpty;
    }

    public bool IsSubscription(ITypeSymbol? type) => Same(type, _subscription);

    /// <summary>What a stream is of, an event or a group; <see langword="null"/> when the type is no stream.</summary>
    public ITypeSymbol? StreamedBy(ITypeSymbol? type) =>
        type is INamedTypeSymbol { TypeArguments.Length: 1 } named && Same(named.OriginalDefinition, _stream) ? named.TypeArguments[0] : null;

    /// <summary>Whether the topic is one of <c>EventBus.Null</c>, which never calls anybody.</summary>
    public bool IsOfNullBus(IOperation? topic)
    {
        for (var current = topic; current is not null; current = (current as IInvocationOperation)?.Instance)
        {
            if (current is IPropertyReferenceOperation { Property: { Name: "Null", IsStatic: true } property } && Same(property.ContainingType, _bus)) return true;
        }

        return false;
    }

    /// <summary>Whether the member gives the ambient bus or a topic of it: <c>EventBus.Current</c>, <c>Events.OrderPlaced</c>.</summary>
    public bool IsAmbient(ISymbol member) => member is IPropertySymbol { IsStatic: true } property
        && (property.Name == "Current" && Same(property.ContainingType, _bus) || PayloadOf(property.Type) is not null);

    /// <summary>The bus that a call of <c>EventBus.Use(bus)</c> or <c>TestEventBus.Use()</c> puts in force; <see langword="null"/> for any other call.</summary>
    public IOperation? UsedBy(IInvocationOperation call) => call.TargetMethod switch
    {
        { Name: "Use", IsStatic: true, Parameters.Length: 1 } method when Same(method.ContainingType, _bus) => call.Arguments[0].Value,
        { Name: "Use", IsStatic: false } method when Same(method.ContainingType, _testBus) => call.Instance,
        _ => null,
    };

    private static bool Same(ITypeSymbol? one, ITypeSymbol? other) => other is not null && SymbolEqualityComparer.Default.Equals(one, other);
}
