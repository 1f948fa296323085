namespace EventGen.Generators.Emission;

/// <summary>The names of the types that generated code uses, as it writes them.</summary>
internal static class WellKnown
{
    public const string Topic = "global::EventGen.EventTopic";
    public const string AmbientTopic = "global::EventGen.CompilerServices.AmbientTopic";
    public const string Group = "global::EventGen.EventGroup";
    public const string AmbientGroup = "global::EventGen.CompilerServices.AmbientGroup";
    public const string AmbientModules = "global::EventGen.CompilerServices.AmbientModules";
    public const string Context = "global::EventGen.EventContext";
    public const string Descriptor = "global::EventGen.EventDescriptor";
    public const string Module = "global::EventGen.EventModule";
    public const string DeclaredEvent = "global::EventGen.CompilerServices.DeclaredEvent";
    public const string UnreadHandler = "global::EventGen.CompilerServices.UnreadHandler";
    public const string Lifetime = "global::EventGen.HandlerLifetime";
    public const string ModuleBuilder = "global::EventGen.CompilerServices.EventModuleBuilder";
    public const string Definition = "global::EventGen.CompilerServices.EventDefinition";
    public const string PartitionKey = "global::EventGen.CompilerServices.PartitionKey";
    public const string Table = "global::EventGen.CompilerServices.HandlerTable";
    public const string Instances = "global::EventGen.CompilerServices.HandlerInstances";
    public const string HandlerScope = "global::EventGen.CompilerServices.HandlerScope";
    public const string Services = "global::EventGen.CompilerServices.HandlerServices";
    public const string Traits = "global::EventGen.CompilerServices.HandlerTraits";
    public const string DispatchMode = "global::EventGen.CompilerServices.DispatchMode";
    public const string CallerThread = "global::EventGen.CompilerServices.CallerThread";
    public const string JsonTypeInfo = "global::System.Text.Json.Serialization.Metadata.JsonTypeInfo";
    public const string Exception = "global::System.Exception";
    public const string Provider = "global::System.IServiceProvider";
    public const string Token = "global::System.Threading.CancellationToken";
    public const string ValueTask = "global::System.Threading.Tasks.ValueTask";
}
