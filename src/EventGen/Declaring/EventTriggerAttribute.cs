namespace EventGen;

/// <summary>Fires the event when an entity changes. Any number per event.</summary>
/// <remarks>
/// <para>Entity Framework Core's <c>SaveChanges</c> fires triggers on contexts that EventGen watches; elsewhere, call <c>bus.ChangedAsync</c>. A trigger on a base class fires for its derived classes. One
/// change fires an event at most once, however many of its triggers match.</para>
/// <para>The event is made by its static method <c>From(EntityChange&lt;Entity&gt;)</c> if it has one, else each of its parts is read from the entity's member of that name.</para>
/// </remarks>
/// <param name="entity">The entity: a class that generated code can name.</param>
/// <param name="condition">
/// The name of a static method of the event, <c>bool Condition(EntityChange&lt;Entity&gt; change)</c>; <see langword="null"/> to fire for every change of the kinds in <see cref="On"/>.
/// </param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, AllowMultiple = true, Inherited = false)]
public sealed class EventTriggerAttribute(Type entity, string? condition = null) : Attribute
{
    /// <summary>The entity whose changes fire the event.</summary>
    public Type Entity { get; } = entity;

    /// <summary>The name of the event's method that decides; <see langword="null"/> when none does.</summary>
    public string? Condition { get; } = condition;

    /// <summary>The kinds of change that fire the event.</summary>
    /// <value>Default: all three.</value>
    public EntityChangeKind On { get; set; } = EntityChangeKind.Added | EntityChangeKind.Modified | EntityChangeKind.Deleted;
}
