namespace EventGen.Generators.Parsing;

/// <summary>The metadata names that declarations are recognised by.</summary>
internal static class KnownNames
{
    public const string RuntimeAssembly = "EventGen";
    public const string Event = "EventGen.EventAttribute";
    public const string Durable = "EventGen.DurableAttribute";
    public const string EventGroup = "EventGen.EventGroupAttribute";
    public const string EventKey = "EventGen.EventKeyAttribute";
    public const string PublishTo = "EventGen.PublishToAttribute";
    public const string Subscribe = "EventGen.SubscribeAttribute";
    public const string Retry = "EventGen.RetryAttribute";
    public const string HandlerTimeout = "EventGen.HandlerTimeoutAttribute";
    public const string Exception = "System.Exception";
    public const string Options = "EventGen.EventGenOptionsAttribute";
    public const string Module = "EventGen.EventModuleAttribute";
    public const string DeclaredEvent = "EventGen.CompilerServices.DeclaredEventAttribute";
    public const string UnreadHandler = "EventGen.CompilerServices.UnreadHandlerAttribute";
    public const string Context = "EventGen.EventContext";
    public const string CancellationToken = "System.Threading.CancellationToken";
    public const string Task = "System.Threading.Tasks.Task";
    public const string ValueTask = "System.Threading.Tasks.ValueTask";
    public const string KeyedServices = "Microsoft.Extensions.DependencyInjection.FromKeyedServicesAttribute";
    public const string ChosenConstructor = "Microsoft.Extensions.DependencyInjection.ActivatorUtilitiesConstructorAttribute";
    public const string JsonContext = "System.Text.Json.Serialization.JsonSerializerContext";
    public const string JsonSerializable = "System.Text.Json.Serialization.JsonSerializableAttribute";
    public const string JsonIgnore = "System.Text.Json.Serialization.JsonIgnoreAttribute";
    public const string JsonConverter = "System.Text.Json.Serialization.JsonConverterAttribute";
    public const string JsonConstructor = "System.Text.Json.Serialization.JsonConstructorAttribute";
    public const string JsonDerivedType = "System.Text.Json.Serialization.JsonDerivedTypeAttribute";
    public const string DbContext = "Microsoft.EntityFrameworkCore.DbContext";
    public const string SetsRequiredMembers = "System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute";
    public const string Experimental = "System.Diagnostics.CodeAnalysis.ExperimentalAttribute";
    public const string Obsolete = "System.ObsoleteAttribute";
    public const string ClsCompliant = "System.CLSCompliantAttribute";
}
