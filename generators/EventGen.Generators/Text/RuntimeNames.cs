namespace EventGen.Generators.Text;

/// <summary>The runtime's assemblies and types that the generator knows, by their full names: the one place where they stand.</summary>
/// <remarks>Without the number of type parameters. Code that is written puts <c>global::</c> in front. A test finds each of them in the runtime.</remarks>
internal static class RuntimeNames
{
    public const string Assembly = "EventGen";
    public const string EntityFrameworkAssembly = "EventGen.EntityFrameworkCore";
    public const string HostingAssembly = "EventGen.Hosting";
    public const string PostgreSqlOutboxAssembly = "EventGen.Outbox.PostgreSql";
    public const string SqliteOutboxAssembly = "EventGen.Outbox.Sqlite";
    public const string TestingAssembly = "EventGen.Testing";

    public const string EventAttribute = "EventGen.EventAttribute";
    public const string DurableAttribute = "EventGen.DurableAttribute";
    public const string SensitiveAttribute = "EventGen.SensitiveAttribute";
    public const string EventUpgradeAttribute = "EventGen.EventUpgradeAttribute";
    public const string EventGroupAttribute = "EventGen.EventGroupAttribute";
    public const string TriggerAttribute = "EventGen.EventTriggerAttribute";
    public const string EventKeyAttribute = "EventGen.EventKeyAttribute";
    public const string PublishToAttribute = "EventGen.PublishToAttribute";
    public const string SubscribeAttribute = "EventGen.SubscribeAttribute";
    public const string RetryAttribute = "EventGen.RetryAttribute";
    public const string HandlerTimeoutAttribute = "EventGen.HandlerTimeoutAttribute";
    public const string OptionsAttribute = "EventGen.EventGenOptionsAttribute";
    public const string ModuleAttribute = "EventGen.EventModuleAttribute";
    public const string DeclaredEventAttribute = "EventGen.CompilerServices.DeclaredEventAttribute";
    public const string UnreadHandlerAttribute = "EventGen.CompilerServices.UnreadHandlerAttribute";

    public const string Bus = "EventGen.EventBus";
    public const string BusBuilder = "EventGen.IEventBusBuilder";
    public const string TestBus = "EventGen.Testing.TestEventBus";
    public const string Context = "EventGen.EventContext";
    public const string Descriptor = "EventGen.EventDescriptor";
    public const string EntityChange = "EventGen.EntityChange";
    public const string EntityChangeKind = "EventGen.EntityChangeKind";
    public const string Group = "EventGen.EventGroup";
    public const string Lifetime = "EventGen.HandlerLifetime";
    public const string Module = "EventGen.EventModule";
    public const string OutboxTransaction = "EventGen.OutboxTransaction";
    public const string Stream = "EventGen.EventStream";
    public const string Subscription = "EventGen.EventSubscription";
    public const string Topic = "EventGen.EventTopic";

    public const string Backoff = "EventGen.Backoff";
    public const string KeyOrder = "EventGen.KeyOrder";
    public const string RetryPolicy = "EventGen.RetryPolicy";

    public const string AmbientGroup = "EventGen.CompilerServices.AmbientGroup";
    public const string AmbientModules = "EventGen.CompilerServices.AmbientModules";
    public const string AmbientTopic = "EventGen.CompilerServices.AmbientTopic";
    public const string CallerThread = "EventGen.CompilerServices.CallerThread";
    public const string Definition = "EventGen.CompilerServices.EventDefinition";
    public const string DispatchMode = "EventGen.CompilerServices.DispatchMode";
    public const string Instances = "EventGen.CompilerServices.HandlerInstances";
    public const string ModuleBuilder = "EventGen.CompilerServices.EventModuleBuilder";
    public const string PartitionKey = "EventGen.CompilerServices.PartitionKey";
    public const string Scope = "EventGen.CompilerServices.HandlerScope";
    public const string Services = "EventGen.CompilerServices.HandlerServices";
    public const string Table = "EventGen.CompilerServices.HandlerTable";
    public const string Trigger = "EventGen.CompilerServices.EntityTrigger";
    public const string Upgrade = "EventGen.CompilerServices.EventUpgrade";
    public const string Traits = "EventGen.CompilerServices.HandlerTraits";
}
