using EventGen.CompilerServices;

namespace EventGen;

/// <summary>The handlers that one module has for an event.</summary>
/// <param name="Handlers">In the order in which they run.</param>
/// <param name="CreateTable">Makes the table that calls them: a function of <see cref="HandlerInstances"/> to the event's <see cref="HandlerTable{T}"/>.</param>
internal sealed record ModuleHandlers(HandlerInfo[] Handlers, Delegate CreateTable);
