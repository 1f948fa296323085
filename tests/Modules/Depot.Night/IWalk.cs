namespace Depot.Night;

/// <summary>What no compiler can see through.</summary>
public interface IWalk
{
    void Begin(int number);
}
