namespace EventGen.Benchmarks.Groups;

/// <summary>Emits each of a family in turn.</summary>
internal static class Family
{
    private static readonly IFamily[] s_members = [new First(), new Second(), new Third(), new Fourth(), new Fifth(), new Sixth(), new Seventh(), new Eighth()];

    public static long Handled { get; private set; }

    [Subscribe]
    public static void Handle(IFamily e) => Handled++;

    public static void EmitByGroup(int times)
    {
        for (int i = 0; i < times; i++) Events.Family.Emit(s_members[i & 7]);
    }

    /// <summary>As one would write it where there is no group.</summary>
    public static void EmitBySwitch(int times)
    {
        for (int i = 0; i < times; i++)
        {
            switch (s_members[i & 7])
            {
                case First e:
                    Events.First.Emit(e);
                    break;
                case Second e:
                    Events.Second.Emit(e);
                    break;
                case Third e:
                    Events.Third.Emit(e);
                    break;
                case Fourth e:
                    Events.Fourth.Emit(e);
                    break;
                case Fifth e:
                    Events.Fifth.Emit(e);
                    break;
                case Sixth e:
                    Events.Sixth.Emit(e);
                    break;
                case Seventh e:
                    Events.Seventh.Emit(e);
                    break;
                case Eighth e:
                    Events.Eighth.Emit(e);
                    break;
            }
        }
    }
}
