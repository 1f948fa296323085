using System.Collections.Concurrent;
using EventGen.Generators.Models;
using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>Which triggers the writes of a handler may fire.</summary>
/// <param name="entities">Knows the triggers.</param>
/// <param name="guards">What the conditions demand, as far as it is known.</param>
internal sealed class TriggerFirings(EntityWrites entities, ConcurrentDictionary<ISymbol, TriggerGuards> guards)
{
    /// <summary>What the handler emits and fires.</summary>
    public IEnumerable<HandlerEmit> Of(HandlerActions actions, CancellationToken cancellationToken)
    {
        foreach (var (method, action) in actions.All)
        {
            if (action is EmitAction emit) yield return new HandlerEmit(actions.Handled, emit.Emitted, emit.Place, actions.Other(method));
        }

        var all = actions.All.Where(static one => one.Action is WriteAction)
            .OrderBy(static one => one.Action.Place.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(static one => one.Action.Place.SourceSpan.Start)
            .Select(static one => (one.Method, Write: (WriteAction)one.Action))
            .ToList();
        if (all.Count == 0) yield break;

        bool saved = actions.All.Any(static one => one.Action is SaveAction);
        foreach (var trigger in entities.Triggers(cancellationToken))
        {
            var writes = all.FindAll(one => one.Write.Entity.IsOrDerivesFrom(trigger.Entity));
            if (writes.Count == 0 || IsRuledOut(trigger, writes.ConvertAll(static one => one.Write))) continue;

            // What meets the condition is the place to look at.
            foreach (var (method, write) in writes.OrderBy(one => GuardsOf(trigger).Changed.Contains(one.Write.Member) ? 0 : 1))
            {
                if (!(saved || write.IsReported) || (write.Kinds & KindsOf(trigger)) == 0) continue;
                yield return new HandlerEmit(actions.Handled, trigger.Event, write.Place, actions.Other(method), write.Entity);
                break;
            }
        }
    }

    private TriggerGuards GuardsOf(DeclaredTrigger trigger) => trigger.Condition is { } condition && guards.TryGetValue(condition, out var known) ? known : TriggerGuards.None;

    // What is deleted has no changed members.
    private int KindsOf(DeclaredTrigger trigger) => GuardsOf(trigger).Changed.Count > 0 ? trigger.On & ~TriggerModel.Deleted : trigger.On;

    private bool IsRuledOut(DeclaredTrigger trigger, List<WriteAction> writes)
    {
        var (changed, equal) = GuardsOf(trigger);

        // A member that has to be changed and gets no value: only an entity that is new has it changed.
        bool isNew = (trigger.On & TriggerModel.Added) != 0 && writes.Exists(static write => (write.Kinds & TriggerModel.Added) != 0);
        if (!isNew && !writes.Exists(static write => write.IsReported) && changed.Any(member => !writes.Exists(write => write.Member == member && write.Kinds != 0))) return true;
        return equal.Any(one => writes.Exists(write => write.Member == one.Member)
            && writes.TrueForAll(write => write.Member != one.Member || write.Value.HasValue && !Equals(write.Value.Value, one.Value)));
    }
}
