using FsCheck;
using FsCheck.Fluent;

namespace EventGen.Stress.Tests.Subscriptions;

/// <summary>Random subscriptions, ends and emits, on a topic and on a list; both must agree after each step.</summary>
public sealed class SubscriptionModelTests
{
    private const int Handlers = 4;
    private static readonly int s_effects = Enum.GetValues<Effect>().Length;
    private static readonly int s_forms = Enum.GetValues<Form>().Length;

    [Fact]
    public void Topic_BehavesLikeAList()
    {
        // Numbers, each of which says a step: FsCheck then knows by itself how to shrink what fails.
        var steps = Arb.From(
            Gen.Choose(0, 1_000_000).ArrayOf().Resize(120),
            static steps => ArbMap.Default.ArbFor<int[]>().Shrinker(steps).Where(static fewer => fewer.All(static step => step >= 0)));
        var config = Config.QuickThrowOnFailure.WithMaxTest(StressTime.IsThorough ? 5000 : 500).WithEndSize(120);

        // The failure names the seed and the shortest steps that show it.
        Prop.ForAll(steps, static steps => AgreeThrough(steps)).Check(config);
    }

    private static bool AgreeThrough(int[] steps)
    {
        using var bus = EventBus.Create(static bus => bus.AddModule(EventGenStressTestsEventModule.Instance));
        var topic = new ListedTopic(bus.Topic<Noted>());
        var model = new ListModel();
        foreach (int step in steps)
        {
            if (!Step(topic, model, step) || topic.Active != model.Active || !topic.Called.SequenceEqual(model.Called)) return false;
        }

        return Enumerable.Range(0, model.Count).All(index => topic.IsActive(index) == model.IsActive(index));
    }

    /// <returns>False when the two answered differently.</returns>
    private static bool Step(ListedTopic topic, ListModel model, int step)
    {
        int choice = step / 8;
        switch (step % 8)
        {
            case 0 or 1 or 2:
                var form = (Form)(choice % s_forms);
                var effect = form == Form.Shared ? Effect.None : (Effect)(choice / s_forms % s_effects);
                int handler = choice / s_forms / s_effects % Handlers + 1;
                topic.Add(handler, effect, form);
                model.Add(handler, effect, form);
                return true;
            case 3 or 4 when model.Count > 0:
                topic.End(choice % model.Count);
                model.End(choice % model.Count);
                return true;
            case 5:
                return topic.EndNewest(choice % Handlers + 1) == model.EndNewest(choice % Handlers + 1);
            case 6 when !model.HasAsynchronous:
                topic.Emit();
                model.Emit();
                return true;
            default:
                topic.Invoke();
                model.Emit();
                return true;
        }
    }
}
